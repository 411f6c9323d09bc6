//! Draws the window without a graphics card, the same on every machine.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::expect_used,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::iter_over_hash_type,
    reason = "pixels are counted in small numbers, and a wrong one may well stop the test"
)]

use std::collections::HashMap;

use egui::epaint::{Mesh, Primitive, Vertex};
use egui::{Color32, ImageData, Pos2, Rect, TextureId, TexturesDelta, pos2};

/// A texture: its width, its height, its pixels.
type Texture = (usize, usize, Vec<Color32>);

/// A rasteriser of egui's triangles.
#[derive(Default)]
pub(crate) struct CpuRenderer {
    textures: HashMap<TextureId, Texture>,
}

struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<Color32>,
}

impl egui_kittest::TestRenderer for CpuRenderer {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        for (id, parts) in &delta.set {
            for part in parts {
                let ImageData::Color(image) = &part.image;
                let [width, height] = image.size;
                let Some([x, y]) = part.pos else {
                    self.textures.insert(*id, (width, height, image.pixels.clone()));
                    continue;
                };
                let texture = self.textures.get_mut(id).expect("a patch of a known texture");
                for row in 0..height {
                    let at = (y + row) * texture.0 + x;
                    texture.2[at..at + width]
                        .copy_from_slice(&image.pixels[row * width..(row + 1) * width]);
                }
            }
        }
        delta.set.clear();
        for id in delta.free.drain() {
            self.textures.remove(&id);
        }
    }

    fn render(
        &mut self,
        ctx: &egui::Context,
        output: &egui::FullOutput,
    ) -> Result<image::RgbaImage, String> {
        let scale = ctx.pixels_per_point();
        let size = ctx.content_rect().size() * scale;
        let (width, height) = (size.x.round() as usize, size.y.round() as usize);
        let mut canvas = Canvas { width, height, pixels: vec![Color32::BLACK; width * height] };
        for part in ctx.tessellate(output.shapes.clone(), scale) {
            let Primitive::Mesh(mesh) = part.primitive else { continue };
            let Some(texture) = self.textures.get(&mesh.texture_id) else { continue };
            canvas.mesh(&mesh, texture, part.clip_rect * scale, scale);
        }
        let bytes = canvas.pixels.iter().flat_map(Color32::to_array).collect();
        image::RgbaImage::from_raw(width as u32, height as u32, bytes)
            .ok_or_else(|| "the canvas has another size".to_owned())
    }
}

/// Twice the area of the triangle, positive when it turns clockwise on the screen.
fn edge(a: Pos2, b: Pos2, c: Pos2) -> f32 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/// A pixel on the edge between two triangles belongs to one of them: the top-left rule.
fn owns_edge(from: Pos2, to: Pos2) -> bool {
    (to.y == from.y && to.x > from.x) || to.y < from.y
}

impl Canvas {
    fn mesh(&mut self, mesh: &Mesh, texture: &Texture, clip: Rect, scale: f32) {
        for corners in mesh.indices.chunks_exact(3) {
            let corner = |index: u32| {
                let mut vertex = mesh.vertices[index as usize];
                vertex.pos = (vertex.pos.to_vec2() * scale).to_pos2();
                vertex
            };
            self.triangle(
                [corner(corners[0]), corner(corners[1]), corner(corners[2])],
                texture,
                clip,
            );
        }
    }

    fn triangle(&mut self, [mut a, mut b, c]: [Vertex; 3], texture: &Texture, clip: Rect) {
        let mut area = edge(a.pos, b.pos, c.pos);
        if area == 0.0 {
            return;
        }
        if area < 0.0 {
            std::mem::swap(&mut a, &mut b);
            area = -area;
        }
        let bounds = Rect::from_points(&[a.pos, b.pos, c.pos]);
        let from = |low: f32, clip: f32| low.floor().max(clip.round()).max(0.0) as usize;
        let to = |high: f32, clip: f32, end: usize| {
            (high.ceil().min(clip.round()).max(0.0) as usize).min(end)
        };
        let columns = from(bounds.min.x, clip.min.x)..to(bounds.max.x, clip.max.x, self.width);
        let rows = from(bounds.min.y, clip.min.y)..to(bounds.max.y, clip.max.y, self.height);
        let owned = [owns_edge(b.pos, c.pos), owns_edge(c.pos, a.pos), owns_edge(a.pos, b.pos)];
        for y in rows {
            for x in columns.clone() {
                let at = pos2(x as f32 + 0.5, y as f32 + 0.5);
                let weights =
                    [edge(b.pos, c.pos, at), edge(c.pos, a.pos, at), edge(a.pos, b.pos, at)];
                let inside =
                    weights.iter().zip(owned).all(|(w, own)| *w > 0.0 || (*w == 0.0 && own));
                if inside {
                    self.pixel(x, y, [a, b, c], weights.map(|weight| weight / area), texture);
                }
            }
        }
    }

    fn pixel(
        &mut self,
        x: usize,
        y: usize,
        corners: [Vertex; 3],
        weights: [f32; 3],
        (width, height, texels): &Texture,
    ) {
        let mix = |of: &dyn Fn(&Vertex) -> f32| -> f32 {
            corners.iter().zip(weights).map(|(corner, weight)| of(corner) * weight).sum()
        };
        let (u, v) = (mix(&|corner| corner.uv.x), mix(&|corner| corner.uv.y));
        let texel_x = ((u * *width as f32) as usize).min(width - 1);
        let texel_y = ((v * *height as f32) as usize).min(height - 1);
        let texel = texels[texel_y * width + texel_x].to_array();
        let source: [f32; 4] = std::array::from_fn(|channel| {
            let colour = mix(&|corner| f32::from(corner.color.to_array()[channel]));
            colour * f32::from(texel[channel]) / 255.0
        });
        let pixel = &mut self.pixels[y * self.width + x];
        let below = pixel.to_array();
        let over = |channel: usize| {
            let below = f32::from(below[channel]) * (1.0 - source[3] / 255.0);
            (source[channel] + below).round().clamp(0.0, 255.0) as u8
        };
        *pixel = Color32::from_rgba_premultiplied(over(0), over(1), over(2), 255);
    }
}
