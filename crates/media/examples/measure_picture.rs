//! Measures what a camera's picture costs: `cargo run --release -p dateline-media --example measure_picture [FILE]`.
//!
//! Without a file it draws a picture of 24 megapixels. Run it under `taskset -c 0` to see one core's work. Processor time
//! stands beside the time on the wall, for machines that others use too.

use std::error::Error;
use std::fmt;
use std::fs;
use std::time::Instant;

use dateline_media::{
    Encoding, FileName, Folder, Limits, Month, PAGE_WIDTHS, Picture, Renditions, Section, Size,
};
use image::codecs::jpeg::JpegEncoder;

fn main() -> Result<(), Box<dyn Error>> {
    let bytes = match std::env::args().nth(1) {
        Some(file) => fs::read(file)?,
        None => drawn(6000, 4000)?,
    };
    println!("{} bytes; {} MiB before", bytes.len(), peak_mib());
    let root = tempfile::tempdir()?;
    let took = Watch::start();
    let picture = Picture::take(bytes, &Limits::default())?;
    let name = FileName::new("quay.jpg", picture.ending());
    let month = Month { year: 2026, month: 11 };
    Folder::new(root.path()).keep(Section::Images, month, &name, &picture.bytes)?;
    println!("taken in and kept: {took} ({} × {}); peak {} MiB", picture.width, picture.height, peak_mib());
    let took = Watch::start();
    if let Some(renditions) = Renditions::of(&picture.bytes, &Limits::default())? {
        for width in PAGE_WIDTHS {
            for encoding in [Encoding::Jpeg, Encoding::WebP] {
                let rendition = renditions.make(Size::wide(width), encoding)?;
                println!("  {width} {encoding:?}: {} bytes after {took}", rendition.bytes.len());
            }
        }
    }
    println!("all sizes: {took}; peak {} MiB", peak_mib());
    Ok(())
}

/// Time on the wall and of the processor.
struct Watch(Instant, u128);

impl Watch {
    fn start() -> Self {
        Self(Instant::now(), processor_nanos())
    }
}

impl fmt::Display for Watch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let processor = processor_nanos().saturating_sub(self.1) / 1_000_000;
        write!(out, "{} ms, {processor} ms of them the processor's", self.0.elapsed().as_millis())
    }
}

/// The processor time of this process, where the system says; 0 elsewhere.
fn processor_nanos() -> u128 {
    let counted = fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    counted.split(' ').next().and_then(|nanos| nanos.parse().ok()).unwrap_or(0)
}

/// Slopes with grain, which cost an encoder about what a photograph does.
fn drawn(width: u32, height: u32) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut grain = 1u32;
    let picture = image::RgbImage::from_fn(width, height, |x, y| {
        grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = (grain >> 28) as u8;
        image::Rgb([(x * 200 / width) as u8 + noise, (y * 200 / height) as u8 + noise, ((x ^ y) >> 5) as u8])
    });
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, 90).encode_image(&picture)?;
    Ok(file)
}

/// The most memory this process has had so far, where the system says; 0 elsewhere.
fn peak_mib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}
