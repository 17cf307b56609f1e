//! What a drawing would cost: filters are drawn as pixels, and pictures within it are unpacked.

use std::io::Cursor;
use std::iter;

use image::{ImageDecoder as _, ImageReader};
use usvg::filter::{Filter, Kind};
use usvg::tiny_skia_path::{Rect, Transform};
use usvg::{BlendMode, ClipPath, Group, Image, ImageKind, Mask, Node, Opacity, Paint, Stop, Tree};

use super::image::Refusal;

/// What all filters of a drawing may cost, in pixels that are gone over once, some sixty nanoseconds each.
const FILTERED: f64 = 40_000_000.0;
/// What all filters of a record's drawings may cost together.
const FILTERED_IN_ALL: f64 = 100_000_000.0;
/// Pixels that are in memory at once, of four bytes each: those of a layer, what each primitive of its filter makes of
/// them, and copies on the way into the PDF.
const HELD: f64 = 36_000_000.0;
/// Bytes that a drawing may take while it is drawn, the files of all images of its record with it.
const MEMORY: f64 = 190e6;
/// What an element of a drawing takes, in bytes.
const ELEMENT: f64 = 650.0;
/// How often the file of an image is in memory, as such and as what became of it.
const FILES: f64 = 1.7;
/// How often a layer is in memory beside what the primitives make of it.
const COPIES: usize = 4;
/// Bytes that all pictures within a drawing may unpack to.
const UNPACKED: u64 = 32 << 20;
/// Objects of the PDF that a record's drawings may ask for together, some ten kilobytes each until the file is written.
const OBJECTS: f64 = 18_000.0;
/// Groups within groups.
const DEPTH: usize = 512;

/// What a record's images have cost so far.
#[derive(Debug, Default)]
pub(super) struct Spent {
    /// Bytes of all images, drawn or not.
    files: f64,
    filtered: f64,
    objects: f64,
}

impl Spent {
    /// Takes note of an image of the record.
    pub fn add_image(&mut self, data: &[u8]) {
        self.files += data.len() as f64;
    }
}

/// Refuses a drawing that would take more time or memory than drawings do; `scale` is how many pixels a unit of it
/// is drawn with where it must be pixels.
pub(super) fn check(tree: &Tree, scale: f32, spent: &mut Spent) -> Result<(), Refusal> {
    let mut cost = Cost::default();
    cost.group(tree.root(), Canvas::vectors(scale));
    if cost.filtered > FILTERED || cost.held > HELD {
        return costly("its filters are too large or too many to be drawn as pixels");
    }
    if 4.0 * cost.held + ELEMENT * cost.elements + FILES * spent.files > MEMORY {
        return costly("with the record's other images, it takes more memory than one record may");
    }
    if cost.unpacked > UNPACKED {
        return costly(format!("the pictures in it unpack to more than {} MB", UNPACKED >> 20));
    }
    if cost.is_too_deep {
        return costly(format!("its groups are nested more than {DEPTH} deep"));
    }
    spent.filtered += cost.filtered;
    if spent.filtered > FILTERED_IN_ALL {
        return costly("the filters of the record's drawings are too many to be drawn as pixels");
    }
    spent.objects += cost.objects;
    if spent.objects > OBJECTS {
        return costly(
            "layers, masks, gradients, patterns and pictures of the record's drawings are too many",
        );
    }
    Ok(())
}

fn costly(reason: impl Into<String>) -> Result<(), Refusal> {
    Err(Refusal::Costly(reason.into()))
}

#[derive(Default)]
struct Cost {
    filtered: f64,
    held: f64,
    objects: f64,
    elements: f64,
    unpacked: u64,
    is_too_deep: bool,
}

/// What a group is drawn on. A filter's group is drawn as pixels with all that is in it; the rest stays vectors.
#[derive(Clone, Copy)]
struct Canvas {
    depth: usize,
    /// From the units of the group around to pixels. Those of a filter's group are counted from the group around it,
    /// whatever stands further out scales them to.
    transform: Transform,
    /// The pixels of the outermost layer, if there is one.
    outer: Option<f64>,
    /// The pixels of the innermost.
    layer: f64,
    /// The pixels that are held while this is drawn.
    held: f64,
    /// In a clip path, every layer is as large as that which is clipped.
    is_clip: bool,
}

impl Canvas {
    fn vectors(scale: f32) -> Self {
        let transform = Transform::from_scale(scale, scale);
        Self { depth: 0, transform, outer: None, layer: 0.0, held: 0.0, is_clip: false }
    }

    /// Returns how many pixels a box has, with the two that are added at each side.
    fn pixels(area: Option<Rect>) -> f64 {
        area.map_or(0.0, |area| (f64::from(area.width()) + 4.0) * (f64::from(area.height()) + 4.0))
    }
}

impl Cost {
    fn group(&mut self, group: &Group, at: Canvas) {
        if at.depth > DEPTH {
            self.is_too_deep = true;
            return;
        }
        let mut within = Canvas { depth: at.depth + 1, ..at };
        if at.outer.is_some() || !group.filters().is_empty() {
            within.transform = at.transform.pre_concat(group.transform());
            if group.should_isolate() {
                self.layer(group, &mut within);
            }
        }
        if at.outer.is_none() {
            self.objects += objects(group);
        }
        for clip in clips(group) {
            let transform = within.transform.pre_concat(clip.transform());
            // Without pixels, a clip path is a path.
            let transform = if within.outer.is_some() { transform } else { within.transform };
            self.group(clip.root(), Canvas { transform, is_clip: true, ..within });
        }
        for mask in masks(group) {
            self.group(mask.root(), within);
        }
        for primitive in group.filters().iter().flat_map(|filter| filter.primitives()) {
            if let Kind::Image(image) = primitive.kind() {
                self.group(image.root(), within);
            }
        }
        for node in group.children() {
            self.node(node, within);
        }
    }

    /// Adds up the layer that a group is drawn on by itself, and what its filters, masks and clip paths make of it.
    fn layer(&mut self, group: &Group, within: &mut Canvas) {
        let own = Canvas::pixels(group.layer_bounding_box().to_rect().transform(within.transform));
        let pixels = match within.outer {
            Some(_) if within.is_clip => within.layer,
            // resvg cuts a layer to five times the width and the height of the outermost.
            Some(outer) => own.min(25.0 * outer),
            None => own,
        };
        let scale = scale(within.transform);
        let steps: f64 = group.filters().iter().map(|filter| steps(filter, scale)).sum();
        let results: usize = group.filters().iter().map(|filter| filter.primitives().len()).sum();
        let (clips, masks) = (clips(group).count(), masks(group).count());
        let copies = if group.filters().is_empty() { 1 } else { COPIES + results };
        self.filtered += pixels * (1.0 + steps + 2.0 * (clips + masks) as f64);
        within.held += pixels * (copies + clips + 2 * masks) as f64;
        self.held = self.held.max(within.held);
        within.layer = pixels;
        within.outer.get_or_insert(pixels);
    }

    fn node(&mut self, node: &Node, at: Canvas) {
        self.elements += 1.0;
        match node {
            Node::Group(group) => self.group(group, at),
            Node::Text(text) => self.group(text.flattened(), at),
            Node::Path(path) => {
                let fill = path.fill().map(|fill| (fill.paint(), fill.opacity()));
                let stroke = path.stroke().map(|stroke| (stroke.paint(), stroke.opacity()));
                for (paint, opacity) in fill.into_iter().chain(stroke) {
                    if opacity != Opacity::ONE && at.outer.is_none() {
                        self.objects += 0.5;
                    }
                    self.paint(paint, path.stroke_bounding_box(), at);
                }
            }
            Node::Image(image) => {
                self.picture(image);
                self.painted(image.bounding_box(), at, 1.0, 2.0);
            }
        }
    }

    /// Adds up what is painted: by the time that resvg takes for a pixel of each paint, or by its objects.
    fn paint(&mut self, paint: &Paint, area: Rect, at: Canvas) {
        match paint {
            Paint::Color(_) => self.painted(area, at, 0.01, 0.0),
            Paint::LinearGradient(gradient) => self.painted(area, at, 0.1, functions(gradient.stops())),
            Paint::RadialGradient(gradient) => self.painted(area, at, 0.1, functions(gradient.stops())),
            Paint::Pattern(pattern) => {
                self.painted(area, at, 0.2, 2.0);
                let mut within = Canvas { depth: at.depth + 1, ..at };
                if at.outer.is_some() {
                    // A pattern is drawn once, on pixels of its own, however little of it is seen.
                    let (x, y) = at.transform.pre_concat(pattern.transform()).get_scale();
                    within.transform = Transform::from_scale(x, y);
                    within.layer = Canvas::pixels(pattern.rect().to_rect().transform(within.transform));
                    self.filtered += within.layer;
                    within.held += within.layer;
                    self.held = self.held.max(within.held);
                }
                self.group(pattern.root(), within);
            }
        }
    }

    fn painted(&mut self, area: Rect, at: Canvas, step: f64, objects: f64) {
        if at.outer.is_none() {
            self.objects += objects;
        } else {
            self.filtered += step * Canvas::pixels(area.transform(at.transform)).min(at.layer);
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

fn clips(group: &Group) -> impl Iterator<Item = &ClipPath> {
    iter::successors(group.clip_path(), |clip| clip.clip_path())
}

fn masks(group: &Group) -> impl Iterator<Item = &Mask> {
    iter::successors(group.mask(), |mask| mask.mask())
}

/// How many objects a group asks for by itself: a form and its place among the resources, and two for each mask.
fn objects(group: &Group) -> f64 {
    let (clips, masks) = (clips(group).count(), masks(group).count());
    let is_clipped_alone = masks == 0
        && group.filters().is_empty()
        && group.opacity() == Opacity::ONE
        && group.blend_mode() == BlendMode::Normal
        && !group.isolate();
    let own = if is_clipped_alone { 0 } else { 2 };
    (own + clips + 2 * masks) as f64
}

/// How many objects a gradient asks for: a function for each stop, and as many for what shines through.
fn functions(stops: &[Stop]) -> f64 {
    let is_opaque = stops.iter().all(|stop| stop.opacity() == Opacity::ONE);
    (1 + stops.len()) as f64 * if is_opaque { 1.0 } else { 2.0 }
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
        Kind::Offset(offset) if is_far(offset.dx(), scale) || is_far(offset.dy(), scale) => f64::INFINITY,
        Kind::DropShadow(shadow) if is_far(shadow.dx(), scale) || is_far(shadow.dy(), scale) => f64::INFINITY,
        Kind::GaussianBlur(_)
        | Kind::DropShadow(_)
        | Kind::DiffuseLighting(_)
        | Kind::SpecularLighting(_) => 2.0,
        _ => 1.0,
    };
    filter.primitives().iter().map(|primitive| of(primitive.kind()).max(1.0)).sum()
}

/// Returns how many pixels a unit is drawn with at most.
fn scale(transform: Transform) -> f64 {
    let (x, y) = transform.get_scale();
    f64::from(x.max(y))
}

/// Tells whether something is moved further than any drawing is wide: resvg's sizes end before that.
fn is_far(by: f32, scale: f64) -> bool {
    let pixels = f64::from(by) * scale;
    pixels.is_nan() || pixels.abs() > 300_000.0
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
    fn what_a_filter_goes_over_costs_its_layers_its_patterns_and_its_paints() {
        let refused = costly("its filters are too large or too many to be drawn as pixels").err();
        let filtered = |defs: &str, inner: &str| {
            let text = format!(
                "<svg xmlns='http://www.w3.org/2000/svg' width='800' height='500'><defs><filter id='f' \
                 filterUnits='userSpaceOnUse' x='0' y='0' width='800' height='500'><feFlood/></filter>{defs}</defs>\
                 <g filter='url(#f)'>{inner}</g></svg>"
            );
            let tree = Tree::from_str(&text, &usvg::Options::default()).expect("the drawing is well formed");
            check(&tree, 3.0, &mut Spent::default()).err()
        };
        let rect = |fill: &str| format!("<rect width='800' height='500' fill='{fill}'/>");
        let around = |what: &str, times: usize| {
            format!("{}{}{}", format!("<g {what}>").repeat(times), rect("red"), "</g>".repeat(times))
        };
        let defs = "<mask id='m'><rect width='800' height='500' fill='white'/></mask><clipPath id='c'><circle r='500'/>\
                    </clipPath><linearGradient id='l'><stop stop-color='red'/><stop offset='1'/></linearGradient>";
        for what in
            ["opacity='.5'", "mask='url(#m)'", "clip-path='url(#c)'", "style='mix-blend-mode:multiply'"]
        {
            assert_eq!(filtered(defs, &around(what, 1)), None, "{what}");
            assert_eq!(filtered(defs, &around(what, 9)), refused, "{what}");
        }
        for (fill, few, many) in [("red", 100, 1500), ("url(#l)", 10, 150)] {
            assert_eq!(filtered(defs, &rect(fill).repeat(few)), None, "{fill}");
            assert_eq!(filtered(defs, &rect(fill).repeat(many)), refused, "{fill}");
        }
        for (size, is_drawn) in [(100, true), (3_000, false), (3_000_000, false)] {
            let pattern = format!(
                "<pattern id='p' patternUnits='userSpaceOnUse' width='{size}' height='{size}'>\
                 <circle r='9'/></pattern>"
            );
            assert_eq!(filtered(&pattern, &rect("url(#p)")).is_none(), is_drawn, "{size}");
        }
    }

    #[test]
    fn the_more_a_records_images_take_the_less_a_drawing_may() {
        let text = "<svg xmlns='http://www.w3.org/2000/svg' width='880' height='880'><filter id='f' x='0' y='0' width='1' \
                    height='1'><feFlood/></filter><rect width='880' height='880' filter='url(#f)'/></svg>";
        let tree = Tree::from_str(text, &usvg::Options::default()).expect("the drawing is well formed");
        let mut spent = Spent::default();
        spent.add_image(&[0; 20 << 20]);
        assert_eq!(check(&tree, 3.0, &mut spent), Ok(()));
        spent.add_image(&[0; 20 << 20]);
        assert!(check(&tree, 3.0, &mut spent).is_err());
    }

    #[test]
    fn what_becomes_objects_of_the_file_is_counted() {
        let defs = "<mask id='m'><rect width='9' height='9' fill='#fff'/></mask><clipPath id='c'><circle r='5'/></clipPath>\
                    <linearGradient id='l'><stop stop-color='red'/><stop offset='1' stop-opacity='.5'/></linearGradient>\
                    <pattern id='p' width='9' height='9' patternUnits='userSpaceOnUse'><circle r='9'/></pattern>";
        let count = |inner: &str| {
            let text = format!(
                "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><defs>{defs}</defs>{}</svg>",
                inner.repeat(100)
            );
            let tree = Tree::from_str(&text, &usvg::Options::default()).expect("the drawing is well formed");
            let mut spent = Spent::default();
            assert_eq!(check(&tree, 3.0, &mut spent), Ok(()));
            let drawn = 1 + (0..).take_while(|_| check(&tree, 3.0, &mut spent).is_ok()).count();
            OBJECTS as usize / 100 / drawn
        };
        let group = |what: &str| count(&format!("<g {what}><path d='M0 0h9v9'/><path d='M0 0h9'/></g>"));
        assert_eq!(group("opacity='.5'"), 2);
        assert_eq!(group("mask='url(#m)'"), 4);
        assert_eq!(group("clip-path='url(#c)'"), 1);
        assert_eq!(count("<path d='M0 0h9v9' fill='url(#l)'/>"), 6);
        assert_eq!(count("<path d='M0 0h9v9' fill='url(#p)' stroke='url(#p)'/>"), 4);
        assert_eq!(count("<path d='M0 0h9v9' fill-opacity='.5' stroke='red' stroke-opacity='.5'/>"), 1);
    }

    #[test]
    fn a_filter_is_drawn_with_the_units_of_the_group_around_it() {
        let drawing = |size: u32, scale: f32| {
            let inner = format!("<g filter='url(#f)'><rect width='{size}' height='{size}'/></g>");
            let text = format!(
                "<svg xmlns='http://www.w3.org/2000/svg' width='99' height='99'><filter id='f'><feFlood/></filter>\
                 <g transform='scale({scale})'>{inner}</g></svg>"
            );
            let tree = Tree::from_str(&text, &usvg::Options::default()).expect("the drawing is well formed");
            check(&tree, 3.0, &mut Spent::default()).is_ok()
        };
        assert!(drawing(500, 0.1));
        assert!(drawing(500, 100.0));
        assert!(!drawing(9_000, 0.01));
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
