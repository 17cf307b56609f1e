//! What a drawing would cost: filters are drawn as pixels, and pictures within it are unpacked.

use std::io::Cursor;

use image::{ImageDecoder as _, ImageReader};
use usvg::filter::{Filter, Kind};
use usvg::{Group, Image, ImageKind, Node, Tree};

/// Pixels of all filters of a drawing, counted once for each of their steps.
const FILTERED: f64 = 40_000_000.0;
/// Bytes that all pictures within a drawing may unpack to.
const UNPACKED: u64 = 32 << 20;
/// Groups within groups.
const DEPTH: usize = 512;

/// Refuses a drawing that would take more time or memory than drawings do; `scale` is how many pixels a unit of it
/// is drawn with where it must be pixels.
pub(super) fn check(tree: &Tree, scale: f64) -> Result<(), String> {
    let mut cost = Cost { scale, ..Cost::default() };
    cost.group(tree.root(), 0);
    if cost.filtered > FILTERED {
        return Err("its filters are too large or too many to be drawn as pixels".to_owned());
    }
    if cost.unpacked > UNPACKED {
        return Err(format!("the pictures in it unpack to more than {} MB", UNPACKED >> 20));
    }
    if cost.is_too_deep { Err(format!("its groups are nested more than {DEPTH} deep")) } else { Ok(()) }
}

#[derive(Default)]
struct Cost {
    scale: f64,
    filtered: f64,
    unpacked: u64,
    is_too_deep: bool,
}

impl Cost {
    fn group(&mut self, group: &Group, depth: usize) {
        if depth > DEPTH {
            self.is_too_deep = true;
            return;
        }
        if !group.filters().is_empty() {
            let layer = group.abs_layer_bounding_box();
            let pixels = f64::from(layer.width()) * f64::from(layer.height()) * self.scale * self.scale;
            let steps: f64 = group.filters().iter().map(|filter| steps(filter)).sum();
            self.filtered += pixels * (1.0 + steps);
        }
        for node in group.children() {
            node.subroots(|below| self.group(below, depth + 1));
            match node {
                Node::Group(below) => self.group(below, depth + 1),
                Node::Image(image) => self.picture(image),
                _ => {}
            }
        }
    }

    fn picture(&mut self, picture: &Image) {
        let size = match picture.kind() {
            ImageKind::JPEG(data) | ImageKind::PNG(data) | ImageKind::WEBP(data) => {
                let reader = ImageReader::new(Cursor::new(data.as_slice())).with_guessed_format();
                let decoder = reader.ok().and_then(|reader| reader.into_decoder().ok());
                // What cannot be opened is not drawn.
                decoder.map_or(0, |decoder| decoder.total_bytes())
            }
            // No drawing may hold these, whatever they are called.
            ImageKind::GIF(_) | ImageKind::SVG(_) => u64::MAX,
        };
        self.unpacked = self.unpacked.saturating_add(size);
    }
}

/// How often a filter goes over its pixels, roughly.
fn steps(filter: &Filter) -> f64 {
    let of = |kind: &Kind| match kind {
        Kind::Turbulence(noise) => 10.0 * f64::from(noise.num_octaves()),
        Kind::ConvolveMatrix(matrix) => {
            f64::from(matrix.matrix().columns()) * f64::from(matrix.matrix().rows())
        }
        Kind::Morphology(shape) => f64::from(shape.radius_x().get()) * f64::from(shape.radius_y().get()),
        _ => 1.0,
    };
    filter.primitives().iter().map(|primitive| of(primitive.kind()).max(1.0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(inner: &str) -> Option<String> {
        let text = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='9000' height='9000'>{inner}<rect width='9000' height='9000' \
             filter='url(#f)'/></svg>"
        );
        let tree = Tree::from_str(&text, &usvg::Options::default()).expect("the drawing is well formed");
        check(&tree, 3.0).err()
    }

    #[test]
    fn filters_are_drawn_where_they_are_small_and_refused_where_they_are_not() {
        let small = "<filter id='f' filterUnits='userSpaceOnUse' x='0' y='0' width='200' height='200'>";
        assert_eq!(told(&format!("{small}<feGaussianBlur stdDeviation='2'/></filter>")), None);
        let refused = Some("its filters are too large or too many to be drawn as pixels".to_owned());
        assert_eq!(told("<filter id='f'><feGaussianBlur stdDeviation='300000'/></filter>"), refused);
        assert_eq!(
            told(&format!("{small}<feTurbulence baseFrequency='1' numOctaves='999'/></filter>")),
            refused
        );
        assert_eq!(told(&format!("{small}{}</filter>", "<feOffset dx='1'/>".repeat(200))), refused);
        let hidden = "<filter id='g'><feOffset/></filter><pattern id='p' width='9' height='9'>\
                      <rect width='99999' height='99999' filter='url(#g)'/></pattern><rect width='9' height='9' fill='url(#p)'/>";
        assert_eq!(told(hidden), refused);
    }
}
