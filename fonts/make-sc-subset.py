#!/usr/bin/env python3
"""Cuts Noto Serif SC to GB 2312, as the faces in noto-serif-sc/ are.

    npm pack @expo-google-fonts/noto-serif-sc@0.4.3
    tar xzf expo-google-fonts-noto-serif-sc-0.4.3.tgz
    pip install fonttools==4.68.0
    python3 make-sc-subset.py package/400Regular/NotoSerifSC_400Regular.ttf noto-serif-sc/NotoSerifSC-Regular.ttf
    python3 make-sc-subset.py package/700Bold/NotoSerifSC_700Bold.ttf noto-serif-sc/NotoSerifSC-Bold.ttf

What stays: the 6,763 hanzi of GB 2312 levels 1 and 2 and the hanzi of NAMES and AUTONYMS; its punctuation, signs and numbers
(rows 1 to 3), kana (rows 4 and 5) and bopomofo (row 8). Greek, Cyrillic and Latin are set in the text face and
go, and so do hints, glyph names and forms for vertical setting: offprint spaces full-width punctuation by itself.
The same input gives the same bytes: the time of change is kept from the source.
"""

import sys

from fontTools import subset
from fontTools.ttLib import TTFont

# Hanzi of people's names and of today's usage that GB 2312 (1980) lacks.
NAMES = "镕喆堃垚珺琇瑄祎赟翀彧昇旸炅玥玟瑀淼弢啰瞭怡鋆旻昊旼晞晟烨祐禛稹绲芃茜菡蓥褀赟轶邺钰锴镛闫韪颉颢骞鹮黉喬菓箓犇骉麤龘"

# What languages call themselves where a record links its translations, and the commonest words beside them.
AUTONYMS = "日本語読繁體中文臺灣國學"

# What Unicode's mapping of GB 2312 spells otherwise than texts do, and the full-width dash and points of ellipsis.
SPELLINGS = " \u00a0\u00b7\u2014\u2015\u2025\u2026\u2018\u2019\u201c\u201d\u2e3a\u3000\u3007\u30fb\u301c\uff5e\ufe50\uff65"

ROWS = (1, 2, 3, 4, 5, 8, *range(16, 88))


def gb2312():
    for row in ROWS:
        for cell in range(1, 95):
            try:
                yield bytes((row + 0xA0, cell + 0xA0)).decode("gb2312")
            except UnicodeDecodeError:
                continue


def is_wanted(character):
    """Latin, Greek and Cyrillic letters are the text face's, but for the full-width ones."""
    code = ord(character)
    return code >= 0x2010 or character in SPELLINGS


def main(source, target):
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = ["ccmp", "locl"]  # a dash of two ems for two in a row
    options.drop_tables += ["GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "gasp", "prep", "cvt ", "fpgm"]
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    subsetter = subset.Subsetter(options)
    wanted = {c for c in (*gb2312(), *NAMES, *AUTONYMS, *SPELLINGS) if is_wanted(c)}
    subsetter.populate(text="".join(sorted(wanted)))
    subsetter.subset(font)
    font.save(target, reorderTables=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
