//! Measures what a camera's picture costs: `cargo run --release -p dateline-media --example measure_picture [FILE]`.
//!
//! Without a file it draws a picture of 24 megapixels. Run it under `taskset -c 0` to see one core's work.

use std::error::Error;
use std::fs;
use std::time::Instant;

use dateline_media::{Encoding, Limits, Picture, Renditions, Size};
use image::codecs::jpeg::JpegEncoder;

fn main() -> Result<(), Box<dyn Error>> {
    let bytes = match std::env::args().nth(1) {
        Some(file) => fs::read(file)?,
        None => drawn(6000, 4000)?,
    };
    println!("{} bytes; {} MiB before", bytes.len(), peak_mib());
    let began = Instant::now();
    let picture = Picture::take(bytes, &Limits::default())?;
    println!(
        "taken in {} ms ({} × {}); peak {} MiB",
        began.elapsed().as_millis(),
        picture.width,
        picture.height,
        peak_mib()
    );
    let began = Instant::now();
    if let Some(renditions) = Renditions::of(&picture.bytes, &Limits::default())? {
        for width in [600, 1000, 1600, 2400] {
            for encoding in [Encoding::Jpeg, Encoding::WebP] {
                let rendition = renditions.make(Size::wide(width), encoding)?;
                println!(
                    "  {width} {encoding:?}: {} bytes after {} ms",
                    rendition.bytes.len(),
                    began.elapsed().as_millis()
                );
            }
        }
    }
    println!("all sizes in {} ms; peak {} MiB", began.elapsed().as_millis(), peak_mib());
    Ok(())
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
