#!/bin/sh
# Writes hb-shape.txt: what HarfBuzz's own program makes of words (hb-shape 6.0, Debian's libharfbuzz-bin).
# Run at the root of the repository; fields are parted by tabs: face, language, script, direction, word, glyphs.
# A glyph is written id=byte@dx,dy+advance, in the units of its face.
set -eu

shape() { # face language script direction words...
    face=$1 language=$2 script=$3 direction=$4
    shift 4
    for word; do
        glyphs=$(hb-shape --no-glyph-names --utf8-clusters --language="$language" --script="$script" \
            --direction="$direction" "$face" "$word")
        printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$face" "$language" "$script" "$direction" "$word" "$glyphs"
    done
}

{
    shape fonts/source-serif-4/SourceSerif4-Regular.ttf en Latn ltr \
        office affluent AVATAR "Tajikistan’s" fjord naïve Việt "1½" resumé Ngũ
    shape fonts/source-serif-4/SourceSerif4-It.ttf en Latn ltr efficient Voyage Quarterly
    shape fonts/source-serif-4/SourceSerif4-Regular.ttf ru Cyrl ltr Киргизия объявление
    shape fonts/noto-serif-tamil/NotoSerifTamil-Regular.ttf ta Taml ltr \
        மனித உரிமைகள் கொண்டது சுதந்திரம் ஸ்ரீ க்ஷேத்திரம் வெளியிடுமாறும் ஔவை யாவற்றையும் நூல்
    shape fonts/noto-naskh-arabic/NotoNaskhArabic-Regular.ttf ar Arab rtl \
        الإعلان العالمي لحقوق الإنسان لمّا المؤرخ لله قدمًا
    shape tests/suite/paragraph/fonts/NotoSerifDevanagari-Subset.ttf hi Deva ltr \
        क्षेत्रीय हिन्दी मानवाधिकारों सार्वभौम घोषणा विद्यार्थी श्रृंखला र्कि
    shape fonts/noto-serif-sc/NotoSerifSC-Regular.ttf zh-Hans Hani ltr 世界人权宣言 “中国”—— 
} > tests/suite/paragraph/hb-shape.txt
