//! A rasteriser for the window tests: no GPU, the same pixels everywhere.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::expect_used,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::iter_over_hash_type,
    reason = "pixels of a test picture; a wrong one fails the test"
)]

use std::collections::HashMap;

use egui::epaint::{ImageData, Primitive, Vertex};
use egui::{Color32, Pos2, TextureId, TexturesDelta};

/// One texture: across, down, pixels.
type Texture = (usize, usize, Vec<Color32>);

/// Draws egui's triangles on the CPU.
#[derive(Default)]
pub(crate) struct CpuRenderer {
    textures: HashMap<TextureId, Texture>,
}

/// The picture being drawn and the part that may be drawn on.
struct Canvas<'a> {
    width: usize,
    pixels: &'a mut [Color32],
    clip: [usize; 4],
}

impl CpuRenderer {
    fn apply(&mut self, delta: &TexturesDelta) {
        for (id, parts) in &delta.set {
            for part in parts {
                let ImageData::Color(image) = &part.image;
                let [width, height] = image.size;
                let Some([left, top]) = part.pos else {
                    self.textures.insert(*id, (width, height, image.pixels.clone()));
                    continue;
                };
                let texture = self.textures.get_mut(id).expect("a patch of a known texture");
                for row in 0..height {
                    let at = (top + row) * texture.0 + left;
                    let line = &image.pixels[row * width..(row + 1) * width];
                    texture.2[at..at + width].copy_from_slice(line);
                }
            }
        }
    }
}

impl egui_kittest::TestRenderer for CpuRenderer {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        self.apply(delta);
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
        let mut pixels = vec![Color32::BLACK; width * height];
        for clipped in ctx.tessellate(output.shapes.clone(), scale) {
            let Primitive::Mesh(mesh) = clipped.primitive else { continue };
            let Some(texture) = self.textures.get(&mesh.texture_id) else { continue };
            let to =
                |value: f32, most: usize| (value * scale).round().clamp(0.0, most as f32) as usize;
            let (min, max) = (clipped.clip_rect.min, clipped.clip_rect.max);
            let clip = [to(min.x, width), to(min.y, height), to(max.x, width), to(max.y, height)];
            let mut canvas = Canvas { width, pixels: &mut pixels, clip };
            for corner in mesh.indices.chunks_exact(3) {
                let vertex = |at: usize| {
                    let mut vertex = mesh.vertices[corner[at] as usize];
                    vertex.pos = (vertex.pos.to_vec2() * scale).to_pos2();
                    vertex
                };
                canvas.triangle([vertex(0), vertex(1), vertex(2)], texture);
            }
        }
        let bytes = pixels.iter().flat_map(Color32::to_array).collect();
        image::RgbaImage::from_raw(width as u32, height as u32, bytes).ok_or_else(String::new)
    }
}

fn edge(a: Pos2, b: Pos2, c: Pos2) -> f32 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/// Pixels on the shared edge of two triangles belong to one of them: the top-left rule.
fn is_inside(weight: f32, from: Pos2, to: Pos2) -> bool {
    let top_left = (from.y == to.y && to.x > from.x) || to.y < from.y;
    weight > 0.0 || (weight == 0.0 && top_left)
}

impl Canvas<'_> {
    fn triangle(&mut self, [mut a, mut b, c]: [Vertex; 3], texture: &Texture) {
        let mut area = edge(a.pos, b.pos, c.pos);
        if area == 0.0 {
            return;
        }
        if area < 0.0 {
            std::mem::swap(&mut a, &mut b);
            area = -area;
        }
        let [left, top, right, bottom] = self.clip;
        let low = |x: f32, y: f32, z: f32, least: usize| {
            x.min(y).min(z).floor().max(least as f32) as usize
        };
        let high = |x: f32, y: f32, z: f32, most: usize| {
            x.max(y).max(z).ceil().min(most as f32).max(0.0) as usize
        };
        let (x0, x1) =
            (low(a.pos.x, b.pos.x, c.pos.x, left), high(a.pos.x, b.pos.x, c.pos.x, right));
        let (y0, y1) =
            (low(a.pos.y, b.pos.y, c.pos.y, top), high(a.pos.y, b.pos.y, c.pos.y, bottom));
        for y in y0..y1 {
            for x in x0..x1 {
                let point = Pos2::new(x as f32 + 0.5, y as f32 + 0.5);
                let (wa, wb, wc) = (
                    edge(b.pos, c.pos, point),
                    edge(c.pos, a.pos, point),
                    edge(a.pos, b.pos, point),
                );
                let inside = is_inside(wa, b.pos, c.pos)
                    && is_inside(wb, c.pos, a.pos)
                    && is_inside(wc, a.pos, b.pos);
                if inside {
                    let weights = [wa / area, wb / area, wc / area];
                    self.blend(x, y, [&a, &b, &c], weights, texture);
                }
            }
        }
    }

    fn blend(&mut self, x: usize, y: usize, of: [&Vertex; 3], by: [f32; 3], texture: &Texture) {
        let (width, height, pixels) = texture;
        let mix = |value: fn(&Vertex) -> f32| {
            of.iter().zip(by).map(|(vertex, weight)| value(vertex) * weight).sum::<f32>()
        };
        let u = ((mix(|vertex| vertex.uv.x) * *width as f32) as usize).min(width - 1);
        let v = ((mix(|vertex| vertex.uv.y) * *height as f32) as usize).min(height - 1);
        let texel = pixels[v * width + u].to_array();
        let below = self.pixels[y * self.width + x].to_array();
        let source = |channel: usize| {
            let colours = of.iter().zip(by);
            let colour: f32 = colours
                .map(|(vertex, weight)| f32::from(vertex.color.to_array()[channel]) * weight)
                .sum();
            colour * f32::from(texel[channel]) / 255.0
        };
        let through = 1.0 - source(3) / 255.0;
        let over = |channel: usize| {
            (source(channel) + f32::from(below[channel]) * through).round().clamp(0.0, 255.0) as u8
        };
        self.pixels[y * self.width + x] =
            Color32::from_rgba_premultiplied(over(0), over(1), over(2), 255);
    }
}
