//! What a drawing would cost: filters are drawn as pixels, and pictures within it are unpacked.

use std::io::Cursor;

use image::{ImageDecoder as _, ImageReader};
use usvg::filter::{Filter, Kind};
use usvg::{Group, Image, ImageKind, Node, Tree};

use super::image::Refusal;

/// What all filters of a drawing may cost, in pixels that are gone over once, some sixty nanoseconds each.
const FILTERED: f64 = 40_000_000.0;
/// What all filters of a record's drawings may cost together.
const FILTERED_IN_ALL: f64 = 100_000_000.0;
/// Pixels that are in memory at once, of four bytes each: those of a layer, what each primitive of its filter makes of
/// them, and copies on the way into the PDF.
const HELD: f64 = 36_000_000.0;
/// How often a layer is in memory beside what the primitives make of it.
const COPIES: usize = 4;
/// Bytes that all pictures within a drawing may unpack to.
const UNPACKED: u64 = 32 << 20;
/// Groups within groups.
const DEPTH: usize = 512;

/// What the drawings of a record have cost so far.
#[derive(Debug, Default)]
pub(super) struct Spent(f64);

/// Refuses a drawing that would take more time or memory than drawings do; `scale` is how many pixels a unit of it
/// is drawn with where it must be pixels.
pub(super) fn check(tree: &Tree, scale: f64, spent: &mut Spent) -> Result<(), Refusal> {
    let mut cost = Cost { scale, ..Cost::default() };
    cost.group(tree.root(), 0, 0.0);
    if cost.filtered > FILTERED || cost.held > HELD {
        return costly("its filters are too large or too many to be drawn as pixels");
    }
    if cost.unpacked > UNPACKED {
        return costly(format!("the pictures in it unpack to more than {} MB", UNPACKED >> 20));
    }
    if cost.is_too_deep {
        return costly(format!("its groups are nested more than {DEPTH} deep"));
    }
    spent.0 += cost.filtered;
    if spent.0 > FILTERED_IN_ALL {
        return costly("the filters of the record's drawings are too many to be drawn as pixels");
    }
    Ok(())
}

fn costly(reason: impl Into<String>) -> Result<(), Refusal> {
    Err(Refusal::Costly(reason.into()))
}

#[derive(Default)]
struct Cost {
    scale: f64,
    filtered: f64,
    held: f64,
    unpacked: u64,
    is_too_deep: bool,
}

impl Cost {
    /// Adds up a group, around which layers of so many pixels are held.
    fn group(&mut self, group: &Group, depth: usize, mut held: f64) {
        if depth > DEPTH {
            self.is_too_deep = true;
            return;
        }
        if !group.filters().is_empty() {
            let layer = group.abs_layer_bounding_box();
            let pixels = f64::from(layer.width()) * f64::from(layer.height()) * self.scale * self.scale;
            let steps: f64 = group.filters().iter().map(|filter| steps(filter, self.scale)).sum();
            self.filtered += pixels * (1.0 + steps);
            let results: usize = group.filters().iter().map(|filter| filter.primitives().len()).sum();
            held += pixels * (COPIES + results) as f64;
            self.held = self.held.max(held);
        }
        for node in group.children() {
            node.subroots(|below| self.group(below, depth + 1, held));
            match node {
                Node::Group(below) => self.group(below, depth + 1, held),
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

/// How often a filter goes over its pixels, by the time that resvg takes for each primitive.
fn steps(filter: &Filter, scale: f64) -> f64 {
    let of = |kind: &Kind| match kind {
        Kind::Turbulence(noise) => 5.0 * f64::from(noise.num_octaves()),
        Kind::ConvolveMatrix(matrix) => {
            f64::from(matrix.matrix().columns()) * f64::from(matrix.matrix().rows()) / 10.0
        }
        // Every pixel is compared with all that lie within the radii.
        Kind::Morphology(shape) => {
            let across = |radius: f32| 2.0 * f64::from(radius) * scale + 1.0;
            across(shape.radius_x().get()) * across(shape.radius_y().get()) / 25.0
        }
        Kind::Offset(offset) if is_far(offset.dx()) || is_far(offset.dy()) => f64::INFINITY,
        Kind::DropShadow(shadow) if is_far(shadow.dx()) || is_far(shadow.dy()) => f64::INFINITY,
        Kind::GaussianBlur(_)
        | Kind::DropShadow(_)
        | Kind::DiffuseLighting(_)
        | Kind::SpecularLighting(_) => 2.0,
        _ => 1.0,
    };
    filter.primitives().iter().map(|primitive| of(primitive.kind()).max(1.0)).sum()
}

/// Tells whether something is moved further than any drawing is wide: resvg's sizes end before that.
fn is_far(by: f32) -> bool {
    by.is_nan() || by.abs() > 100_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(inner: &str) -> Option<Refusal> {
        let text = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='9000' height='9000'>{inner}<rect width='9000' height='9000' \
             filter='url(#f)'/></svg>"
        );
        let tree = Tree::from_str(&text, &usvg::Options::default()).expect("the drawing is well formed");
        check(&tree, 3.0, &mut Spent::default()).err()
    }

    #[test]
    fn filters_are_drawn_where_they_are_small_and_refused_where_they_are_not() {
        let small = "<filter id='f' filterUnits='userSpaceOnUse' x='0' y='0' width='200' height='200'>";
        assert_eq!(told(&format!("{small}<feGaussianBlur stdDeviation='2'/></filter>")), None);
        let refused = costly("its filters are too large or too many to be drawn as pixels").err();
        assert_eq!(told("<filter id='f'><feGaussianBlur stdDeviation='300000'/></filter>"), refused);
        assert_eq!(
            told(&format!("{small}<feTurbulence baseFrequency='1' numOctaves='999'/></filter>")),
            refused
        );
        assert_eq!(told(&format!("{small}{}</filter>", "<feOffset dx='1'/>".repeat(200))), refused);
        let hidden = "<filter id='g'><feOffset/></filter><pattern id='p' width='9' height='9'>\
                      <rect width='99999' height='99999' filter='url(#g)'/></pattern><rect width='9' height='9' fill='url(#p)'/>";
        assert_eq!(told(hidden), refused);
        for far in ["<feOffset dx='11111111111111111'/>", "<feDropShadow dy='-1e30' stdDeviation='1'/>"] {
            assert_eq!(told(&format!("{small}{far}</filter>")), refused, "{far}");
        }
        // Four million pixels and two times five copies of each, in layers that lie within each other.
        let within = "<filter id='g' filterUnits='userSpaceOnUse' x='0' y='0' width='800' height='600'><feOffset/></filter>\
                      <g filter='url(#g)'><g filter='url(#g)'><rect width='9' height='9'/></g></g>";
        assert_eq!(told(within), refused);
    }

    #[test]
    fn the_drawings_of_a_record_share_what_filters_may_cost() {
        let text = "<svg xmlns='http://www.w3.org/2000/svg' width='900' height='900'><filter id='f'>\
                    <feGaussianBlur stdDeviation='2'/></filter><rect width='700' height='700' filter='url(#f)'/></svg>";
        let tree = Tree::from_str(text, &usvg::Options::default()).expect("the drawing is well formed");
        let mut spent = Spent::default();
        let drawn = (0..200).take_while(|_| check(&tree, 3.0, &mut spent).is_ok()).count();
        assert_eq!(drawn, 5);
    }
}
