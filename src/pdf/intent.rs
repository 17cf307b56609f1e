//! The output intent: sRGB, with a profile made here from the numbers of its standard.

use std::sync::LazyLock;

use lopdf::{Object, ObjectId, Stream, dictionary};

use super::object::compressed;

/// Adds the output intent to the graph.
pub fn build(graph: &mut lopdf::Document) -> ObjectId {
    static PROFILE: LazyLock<Stream> =
        LazyLock::new(|| compressed(dictionary! { "N" => 3 }, &srgb_profile()));
    let profile = graph.add_object(PROFILE.clone());
    graph.add_object(dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB IEC61966-2.1"),
        "RegistryName" => Object::string_literal("http://www.color.org"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    })
}

/// Makes a matrix profile of sRGB (ICC.1:2010, 4.3): the primaries of IEC 61966-2-1 adapted to D50 by
/// Bradford's transform, and the standard's own curve in its five parameters. Made of published
/// numbers alone, it is nobody's work to license.
fn srgb_profile() -> Vec<u8> {
    let curve = curve(&[2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045]);
    let tags: [(&[u8; 4], Vec<u8>); 9] = [
        (b"desc", words("sRGB")),
        (b"cprt", words("No copyright, use freely")),
        (b"wtpt", colour(&[0.964_203, 1.0, 0.824_905])),
        (b"chad", numbers(b"sf32", &ADAPTATION)),
        (b"rXYZ", colour(&[0.436_066, 0.222_488, 0.013_916])),
        (b"gXYZ", colour(&[0.385_147, 0.716_873, 0.097_076])),
        (b"bXYZ", colour(&[0.143_066, 0.060_608, 0.714_096])),
        (b"rTRC", curve),
        // The other two channels share the red one's curve.
        (b"gTRC", Vec::new()),
    ];
    assemble(&tags)
}

/// From D65 to D50.
const ADAPTATION: [f64; 9] =
    [1.047_882, 0.022_919, -0.050_201, 0.029_587, 0.990_479, -0.017_059, -0.009_232, 0.015_076, 0.751_678];

/// Puts the header, the tag table and the tags together.
fn assemble(tags: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = tags.len() + 1;
    let mut table = (count as u32).to_be_bytes().to_vec();
    let mut data = Vec::new();
    let start = 128 + 4 + 12 * count;
    let mut place = (0, 0);
    for (name, bytes) in tags {
        if !bytes.is_empty() {
            place = (start + data.len(), bytes.len());
            data.extend_from_slice(bytes);
            data.resize(data.len().next_multiple_of(4), 0);
        }
        entry(&mut table, name, place);
    }
    entry(&mut table, b"bTRC", place);
    let mut profile = header(start + data.len());
    profile.extend(table);
    profile.extend(data);
    profile
}

fn entry(table: &mut Vec<u8>, name: &[u8; 4], (start, length): (usize, usize)) {
    table.extend_from_slice(name);
    table.extend((start as u32).to_be_bytes());
    table.extend((length as u32).to_be_bytes());
}

/// A display profile of RGB by XYZ, version 4.3, perceptual; dated as the standard is.
fn header(length: usize) -> Vec<u8> {
    let mut header = vec![0; 128];
    header[0..4].copy_from_slice(&(length as u32).to_be_bytes());
    header[8..12].copy_from_slice(&[4, 0x30, 0, 0]);
    header[12..24].copy_from_slice(b"mntrRGB XYZ ");
    header[24..36].copy_from_slice(&[7, 0xCF, 0, 10, 0, 1, 0, 0, 0, 0, 0, 0]);
    header[36..40].copy_from_slice(b"acsp");
    header[68..80].copy_from_slice(&[0, 0, 0xF6, 0xD6, 0, 1, 0, 0, 0, 0, 0xD3, 0x2D]);
    header
}

/// Text in one language (`mluc`).
fn words(text: &str) -> Vec<u8> {
    let mut tag = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0CenUS".to_vec();
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    tag.extend((units.len() as u32).to_be_bytes());
    tag.extend(28u32.to_be_bytes());
    tag.extend(units);
    tag
}

fn colour(xyz: &[f64]) -> Vec<u8> {
    numbers(b"XYZ ", xyz)
}

/// A curve of type 3: linear at its foot, a power above.
fn curve(parameters: &[f64]) -> Vec<u8> {
    let mut tag = b"para\0\0\0\0\0\x03\0\0".to_vec();
    tag.extend(parameters.iter().flat_map(|&value| fixed(value)));
    tag
}

fn numbers(kind: &[u8; 4], values: &[f64]) -> Vec<u8> {
    let mut tag = kind.to_vec();
    tag.extend([0; 4]);
    tag.extend(values.iter().flat_map(|&value| fixed(value)));
    tag
}

/// A number as ICC writes it: 16 bits before the point, 16 after.
fn fixed(value: f64) -> [u8; 4] {
    ((value * 65536.0).round() as i32).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_primaries_add_up_to_the_white() {
        let profile = srgb_profile();
        let at = |place: usize| {
            i32::from_be_bytes([profile[place], profile[place + 1], profile[place + 2], profile[place + 3]])
        };
        let tag = |name: &[u8; 4]| {
            let entry = (0..10).map(|n| 132 + 12 * n).find(|&entry| &profile[entry..entry + 4] == name);
            at(entry.expect("the tag is in the table") + 4) as usize + 8
        };
        for (axis, white) in [0xF6D6, 0x1_0000, 0xD32D].into_iter().enumerate() {
            let sum: i32 = [b"rXYZ", b"gXYZ", b"bXYZ"].iter().map(|name| at(tag(name) + 4 * axis)).sum();
            assert!((sum - white).abs() <= 12, "axis {axis}: {sum} against {white}");
        }
        assert_eq!(at(0) as usize, profile.len());
    }
}
