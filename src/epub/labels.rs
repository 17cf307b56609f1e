//! The few words an EPUB needs that no record has: "Contents", "Notes", "Page".

/// Words of one language.
#[derive(Debug)]
pub(super) struct Labels {
    /// The language they are in.
    pub lang: &'static str,
    /// The table of contents.
    pub contents: &'static str,
    /// The landmarks.
    pub landmarks: &'static str,
    /// The list of pages.
    pub pages: &'static str,
    /// The cover.
    pub cover: &'static str,
    /// The title page.
    pub title_page: &'static str,
    /// Where the text begins.
    pub text: &'static str,
    /// Footnotes.
    pub notes: &'static str,
    /// From a note back to its mark.
    pub back: &'static str,
    /// One page.
    pub page: &'static str,
    /// A table.
    pub table: &'static str,
    /// A ticked item.
    pub done: &'static str,
    /// An item not ticked.
    pub open: &'static str,
    /// A collection's introduction.
    pub introduction: &'static str,
    /// A collection's index of authors.
    pub authors: &'static str,
    /// A collection's index of topics.
    pub topics: &'static str,
    /// A collection's last page.
    pub colophon: &'static str,
}

macro_rules! labels {
    ($($lang:literal: $($label:literal)*;)*) => { &[$(labels!(@one $lang $($label)*)),*] };
    (@one $lang:literal $contents:literal $landmarks:literal $pages:literal $cover:literal $title_page:literal
     $text:literal $notes:literal $back:literal $page:literal $table:literal $done:literal $open:literal
     $introduction:literal $authors:literal $topics:literal $colophon:literal) => {
        Labels {
            lang: $lang, contents: $contents, landmarks: $landmarks, pages: $pages, cover: $cover,
            title_page: $title_page, text: $text, notes: $notes, back: $back, page: $page, table: $table,
            done: $done, open: $open, introduction: $introduction, authors: $authors, topics: $topics,
            colophon: $colophon,
        }
    };
}

/// The first row is for languages that have none.
static TABLE: &[Labels] = labels! {
    "en": "Contents" "Landmarks" "Pages" "Cover" "Title page" "Text" "Notes" "Back to the text" "Page" "Table"
        "done" "to do" "Introduction" "Authors" "Topics" "Colophon";
    "de": "Inhalt" "Orientierungspunkte" "Seiten" "Umschlag" "Titelseite" "Text" "Anmerkungen" "Zurück zum Text"
        "Seite" "Tabelle" "erledigt" "offen" "Einleitung" "Autorinnen und Autoren" "Themen" "Impressum";
    "fr": "Sommaire" "Points de repère" "Pages" "Couverture" "Page de titre" "Texte" "Notes" "Retour au texte"
        "Page" "Tableau" "fait" "à faire" "Introduction" "Auteurs" "Thèmes" "Achevé d’imprimer";
    "es": "Índice" "Puntos de referencia" "Páginas" "Cubierta" "Portada" "Texto" "Notas" "Volver al texto"
        "Página" "Tabla" "hecho" "pendiente" "Introducción" "Autores" "Temas" "Colofón";
    "it": "Indice" "Punti di riferimento" "Pagine" "Copertina" "Frontespizio" "Testo" "Note" "Torna al testo"
        "Pagina" "Tabella" "fatto" "da fare" "Introduzione" "Autori" "Temi" "Colophon";
    "pt": "Sumário" "Pontos de referência" "Páginas" "Capa" "Folha de rosto" "Texto" "Notas" "Voltar ao texto"
        "Página" "Tabela" "feito" "por fazer" "Introdução" "Autores" "Temas" "Colofão";
    "nl": "Inhoud" "Oriëntatiepunten" "Pagina’s" "Omslag" "Titelpagina" "Tekst" "Noten" "Terug naar de tekst"
        "Pagina" "Tabel" "gedaan" "te doen" "Inleiding" "Auteurs" "Onderwerpen" "Colofon";
    "id": "Daftar isi" "Penanda" "Halaman" "Sampul" "Halaman judul" "Teks" "Catatan" "Kembali ke teks"
        "Halaman" "Tabel" "selesai" "belum" "Pendahuluan" "Penulis" "Topik" "Kolofon";
    "ms": "Kandungan" "Tanda arah" "Halaman" "Kulit" "Halaman judul" "Teks" "Nota" "Kembali ke teks"
        "Halaman" "Jadual" "selesai" "belum" "Pengenalan" "Pengarang" "Topik" "Kolofon";
    "zh": "目录" "地标" "页码" "封面" "书名页" "正文" "注释" "返回正文" "页" "表" "已完成" "未完成" "导言" "作者" "主题" "版本记录";
    "ja": "目次" "ランドマーク" "ページ" "表紙" "標題紙" "本文" "注" "本文に戻る" "ページ" "表" "完了" "未完了" "はじめに" "著者" "主題" "奥付";
    "ar": "المحتويات" "المعالم" "الصفحات" "الغلاف" "صفحة العنوان" "النص" "الحواشي" "العودة إلى النص" "صفحة" "جدول"
        "منجز" "غير منجز" "مقدمة" "المؤلفون" "الموضوعات" "بيانات النشر";
};

impl Labels {
    /// Returns the words for a language tag; English where its language has none.
    pub(super) fn of(lang: &str) -> &'static Self {
        let primary = lang.split(['-', '_']).next().unwrap_or_default();
        TABLE.iter().find(|row| row.lang.eq_ignore_ascii_case(primary)).unwrap_or(&TABLE[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_does_not_hide_the_language() {
        assert_eq!(Labels::of("pt-BR").notes, "Notas");
    }

    #[test]
    fn unknown_languages_get_english() {
        assert_eq!(Labels::of("tlh").lang, "en");
    }
}
