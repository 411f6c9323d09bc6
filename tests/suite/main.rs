//! suite
mod cpu_renderer;
mod exchange;
mod pages;
