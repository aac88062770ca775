//! What stays of an article, and what goes.

use dateline_markup::{JUMP_BREAK, MAX_DATA_IMAGE_BYTES, Profile, markdown, sanitise, sanitise_import};

#[track_caller]
fn check(profile: Profile, input: &str, expected: &str) {
    assert_eq!(sanitise(input, profile), expected);
}

#[test]
fn an_article_keeps_its_furniture() {
    for html in [
        "<h2 id=\"storm\">Storm</h2><p dir=\"rtl\" lang=\"ar\">x</p>",
        "<figure class=\"kg-card kg-image-card\"><img src=\"/a.jpg\" srcset=\"/a.jpg 600w, /b.jpg 2x\" alt=\"A\" loading=\"lazy\"><figcaption>A</figcaption></figure>",
        "<table><thead><tr><th scope=\"col\">A</th></tr></thead><tbody><tr><td colspan=\"2\">1</td></tr></tbody></table>",
        "<video src=\"https://a.example/v.mp4\" poster=\"/p.jpg\" controls=\"\"></video>",
        "<picture><source srcset=\"/a.avif\" type=\"image/avif\"><img src=\"/a.jpg\"></picture>",
        "<iframe src=\"https://player.vimeo.com/video/1\" width=\"640\" allowfullscreen=\"\"></iframe>",
        "<p>a<sup><a href=\"#fn-1\">1</a></sup></p>",
        "<pre><code>x &lt; y</code></pre>",
    ] {
        check(Profile::Author, html, html);
        check(Profile::Importer, html, html);
    }
}

#[test]
fn a_comment_keeps_words_and_links_only() {
    let c = Profile::Commenter;
    check(c, "<p>Hi <img src=/a.jpg><em>you</em></p>", "<p>Hi <em>you</em></p>");
    check(
        c,
        "<a href='https://a.example' class=x target=_blank>a</a>",
        "<a href=\"https://a.example\" rel=\"nofollow ugc noopener\">a</a>",
    );
    check(c, "<div>one</div><div>two</div>", "<p>one</p><p>two</p>");
    check(c, "a<br/>b<!--more-->", "a<br>b");
    check(c, "<a href='javascript:x'>a</a>", "a");
}

#[test]
fn unbalanced_tags_are_closed_as_a_browser_would() {
    let a = Profile::Author;
    check(a, "<p>one<p>two", "<p>one</p><p>two</p>");
    check(a, "<b>a<i>b</b>c</i>", "<b>a<i>b</i></b><i>c</i>");
    check(a, "<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>");
    check(a, "<div><b>a</div>b", "<div><b>a</b></div>b");
    check(a, "x</div></p>y", "xy");
    check(a, "<td>cell</td>", "cell");
    check(a, "<a href=/a>a<a href=/b>b", "<a href=\"/a\">a</a><a href=\"/b\">b</a>");
}

#[test]
fn every_kind_of_jump_break_becomes_the_same_mark() {
    for mark in
        ["<!--more-->", "<!-- more -->", "<!--more Read on-->", "<a name=\"more\"></a>", "<a name='more'/>"]
    {
        check(Profile::Importer, &format!("a{mark}b"), &format!("a{JUMP_BREAK}b"));
    }
    check(Profile::Author, "a<!--more-->b<!--more-->c<!--x-->", "a<!--more-->bc");
    check(Profile::Author, "<h2 id=more>x</h2>", "<!--more--><h2>x</h2>");
}

#[test]
fn ids_do_not_shadow_parts_of_the_page() {
    check(Profile::Author, "<p id=comments>a</p>", "<p id=\"story-comments\">a</p>");
    check(Profile::Author, "<p id=c123>a</p>", "<p id=\"story-c123\">a</p>");
    check(Profile::Author, "<p id=cab>a</p>", "<p id=\"cab\">a</p>");
    check(Profile::Author, "<a name=top2>a</a>", "<a id=\"top2\">a</a>");
}

#[test]
fn a_frame_of_a_stranger_becomes_a_link() {
    check(
        Profile::Author,
        "<iframe src='https://maps.example/x?a=1&b=2'></iframe>",
        "<a href=\"https://maps.example/x?a=1&amp;b=2\">maps.example/x?a=1&amp;b=2</a>",
    );
    check(
        Profile::Importer,
        "<iframe src='//www.youtube.com/embed/x'></iframe>",
        "<iframe src=\"https://www.youtube.com/embed/x\"></iframe>",
    );
    check(Profile::Author, "<iframe src='javascript:x'>a</iframe>b", "b");
}

#[test]
fn films_of_the_years_of_flash_play_in_the_player_of_today() {
    let frame = |src: &str| {
        format!(
            "<iframe src=\"{src}\" width=\"560\" height=\"315\" frameborder=\"0\" allowfullscreen=\"\"></iframe>"
        )
    };
    let video = frame("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ");
    for object in [
        // As YouTube handed it out: the film is named three times and shown once.
        "<object width='425' data='http://www.youtube.com/v/dQw4w9WgXcQ&hl=en'><param name='movie' value='http://www.youtube.com/v/dQw4w9WgXcQ&amp;hl=en'><param name='wmode' value='transparent'><embed src='http://www.youtube.com/v/dQw4w9WgXcQ&hl=en' type='application/x-shockwave-flash'></embed></object>",
        "<object type='application/x-shockwave-flash' data='http://www.youtube.com/v/dQw4w9WgXcQ'></object>",
        "<object><param name='movie' value='//www.youtube.com/v/dQw4w9WgXcQ?fs=1' /></object>",
        "<object classid='x'><param name='movie' value='http://www.youtube.com/v/dQw4w9WgXcQ'><object data='http://www.youtube.com/v/dQw4w9WgXcQ'></object></object>",
        "<embed src='http://www.youtube.com/v/dQw4w9WgXcQ'>",
        "<object><param name='movie' value='http://www.youtube.com/v/dQw4w9WgXcQ'>",
    ] {
        check(Profile::Importer, object, &video);
    }
    for (src, wanted) in [
        ("http://vimeo.com/moogaloop.swf?clip_id=7&amp;server=x", "https://player.vimeo.com/video/7"),
        ("http://www.dailymotion.com/swf/x8oma9", "https://www.dailymotion.com/embed/video/x8oma9"),
        (
            "http://player.soundcloud.com/player.swf?url=http%3A%2F%2Fsoundcloud.com%2Fa%2Fb",
            "https://w.soundcloud.com/player/?url=http%3A%2F%2Fsoundcloud.com%2Fa%2Fb",
        ),
    ] {
        check(Profile::Author, &format!("<embed src='{src}'></embed>"), &frame(wanted));
    }
    check(
        Profile::Importer,
        "<object data='http://a.example/x.swf'><p>No plug-in.</p></object>",
        "<p>No plug-in.</p><a href=\"http://a.example/x.swf\">a.example/x.swf</a>",
    );
    check(Profile::Commenter, "<embed src='http://www.youtube.com/v/dQw4w9WgXcQ'>a", "a");
    check(Profile::Author, "<object data='javascript:x'>a</object>", "a");
    check(Profile::Importer, "<object><embed src='//www.youtube.com/get_player'></object>a", "a");
}

#[test]
fn a_recording_that_a_player_of_those_years_was_told_to_play_is_heard() {
    let heard = "<audio controls=\"\" src=\"http://gull.example/horn.mp3\"></audio>";
    for player in [
        "<embed src='http://www.google.com/reader/ui/3523697345-audio-player.swf' flashvars='audioUrl=http://gull.example/horn.mp3'></embed>",
        "<object data='http://gull.example/player.swf'><param name='FlashVars' value='playerID=1&amp;soundFile=http%3A%2F%2Fgull.example%2Fhorn.mp3'></object>",
        "<object><param name='flashvars' value='mp3=http://gull.example/horn.mp3'><embed src='/player.swf'></object>",
        "<embed src='http://odeo.example/player.swf?external_url=http://gull.example/horn.mp3&amp;x=1'>",
    ] {
        check(Profile::Importer, player, heard);
    }
    let other = "<embed src='http://a.example/x.swf' flashvars='file=javascript:x.mp3&amp;y=/horn.mp3'>";
    check(Profile::Importer, other, "<a href=\"http://a.example/x.swf\">a.example/x.swf</a>");
    check(Profile::Commenter, "<embed src='/p.swf' flashvars='a=http://gull.example/horn.mp3'>a", "a");
}

#[test]
fn the_rest_of_a_story_that_blogger_once_hid_from_lists_begins_at_the_jump() {
    let story = "One.<span class=\"fullpost\">Two.</span> <span class=\"fullpost\">Three.</span>";
    let marked = format!(
        "One.{JUMP_BREAK}<span class=\"fullpost\">Two.</span> <span class=\"fullpost\">Three.</span>"
    );
    check(Profile::Importer, story, &marked);
    check(Profile::Importer, &marked, &marked);
    check(Profile::Author, story, story);
}

#[test]
fn letters_that_an_old_editor_styled_stay_bold_italic_underlined_and_struck_out() {
    for (styled, wanted) in [
        ("<span style=\"font-weight: bold;\">a</span>", "<b>a</b>"),
        ("<span style=\"FONT-STYLE:italic; font-weight:700\">a</span>b", "<b><i>a</i></b>b"),
        (
            "<span class=\"x\" style=\"text-decoration: underline line-through\">a</span>",
            "<span class=\"x\"><s><u>a</u></s></span>",
        ),
        ("<span style=\"color: red; mso-bidi-font-weight: bold\">a</span>", "<span>a</span>"),
        ("<span style=\"font-weight: normal\">a</span>", "<span>a</span>"),
        // A whole text, pasted from Google Docs.
        (
            "<b id=\"docs\" style=\"font-weight:normal;\"><p>a <span style=\"font-weight:700\">b</span></p></b>",
            "<span id=\"docs\"><p>a <b>b</b></p></span>",
        ),
        ("<i style=\"font-style: normal\">a</i>", "<span>a</span>"),
        ("m<span style=\"vertical-align:super\">2</span>", "m<sup>2</sup>"),
        // What crosses is opened again as it was.
        (
            "<a href=\"/x\"><span style=\"font-weight:bold\">a</a>b</span>c",
            "<a href=\"/x\"><b>a</b></a><b>b</b>c",
        ),
        ("<span style=\"font-weight:bold\">a<p>b", "<b>a<p>b</p></b>"),
    ] {
        check(Profile::Importer, styled, wanted);
    }
    check(Profile::Author, "<span style=\"font-weight: bold;\">a</span>", "<span>a</span>");
    let report =
        sanitise_import("<span style=\"font-weight:bold\">a</span><span style=\"color:red\">b</span>");
    assert_eq!(report.removed, [("style".to_owned(), 1)]);
}

#[test]
fn what_a_script_would_have_put_in_can_be_followed() {
    let check = |script: &str, address: &str| {
        let shown = address.trim_start_matches("https://");
        check(
            Profile::Importer,
            &format!("{script}</script>a"),
            &format!("<a href=\"{address}\">{shown}</a>a"),
        );
    };
    check("<script src='https://gist.github.com/ana/12ab.js'>", "https://gist.github.com/ana/12ab");
    check("<script src='//gist.github.com/12ab.js?file=owl.rb'>", "https://gist.github.com/12ab");
    check("<script src=https://asciinema.org/a/7.js id=x async>", "https://asciinema.org/a/7");
    check("<script async src='//jsfiddle.net/ana/x1/embed/js,html/'>", "https://jsfiddle.net/ana/x1");
    check(
        "<script src='//speakerdeck.com/assets/embed.js' data-id='5ab'>",
        "https://speakerdeck.com/player/5ab",
    );
    let other =
        sanitise_import("<script src='//speakerdeck.com/assets/embed.js'></script><script>x</script>b");
    assert_eq!(other.html, "b");
}

#[test]
fn a_picture_that_nobody_can_see_counts_no_reader() {
    let pixel = "<img src='https://count.example/p?x' width=1 height='1'>";
    let imported = sanitise_import(&format!("a{pixel}<img src='/own.gif' width=1 height=1>"));
    assert_eq!(imported.html, "a<img src=\"/own.gif\" width=\"1\" height=\"1\">");
    assert_eq!(imported.removed, [("tracking picture".to_owned(), 1)]);
    check(Profile::Author, pixel, "<img src=\"https://count.example/p?x\" width=\"1\" height=\"1\">");
}

#[test]
fn the_importer_turns_alignment_into_classes_and_counts_what_goes() {
    let imported = sanitise_import(
        "<div style='clear:both; text-align: center;' onclick=x><script>a</script><font color=red>x</font></div>\
         <center>y</center><p style='color:red'>z</p><form><input></form><a href='javascript:x'>w</a>",
    );
    assert_eq!(
        imported.html,
        "<div class=\"clear-both align-center\">x</div><div class=\"align-center\">y</div><p>z</p>w"
    );
    let removed: Vec<_> = imported.removed.iter().map(|(what, n)| (what.as_str(), *n)).collect();
    assert_eq!(
        removed,
        [("event handler", 1), ("form control", 2), ("script", 1), ("style", 1), ("unsafe address", 1)]
    );
    assert_eq!(sanitise_import("<p>x</p>").removed, []);
}

#[test]
fn an_import_keeps_small_inline_pictures() {
    let head = "data:image/png;base64,";
    let picture = |n: usize| format!("<img src=\"{head}{}\">", "A".repeat(n - head.len()));
    let fits = picture(MAX_DATA_IMAGE_BYTES);
    check(Profile::Importer, &fits, &fits);
    check(Profile::Importer, &picture(MAX_DATA_IMAGE_BYTES + 1), "");
    check(Profile::Author, &picture(100), "");
}

#[test]
fn an_unclosed_drawing_does_not_swallow_the_story() {
    check(Profile::Importer, "<svg><path d=x><p>story</p>", "<p>story</p>");
    check(Profile::Importer, "<svg><text>x</text></svg>story", "story");
}

#[test]
fn markdown_is_githubs_with_footnotes_and_no_raw_html() {
    let html =
        markdown("A **gauge**[^1] ~~old~~\n\n<script>x</script>\n\n<!--more-->\n\n- [x] b\n\n[^1]: Note");
    insta::assert_snapshot!(html.replace('\n', ""), @r##"<p>A <strong>gauge</strong><sup class="footnote-ref"><a href="#fn-1" id="fnref-1">1</a></sup> <del>old</del></p><!--more--><ul><li>☑ b</li></ul><section class="footnotes"><ol><li id="fn-1"><p>Note <a href="#fnref-1" class="footnote-backref" aria-label="Back to reference 1">↩</a></p></li></ol></section>"##);
    assert_eq!(markdown("```\n<!--more-->\n```"), "<pre><code>&lt;!--more--&gt;\n</code></pre>\n");
}

#[test]
fn what_the_desk_writes_is_printed_as_it_was_written() {
    // The desk's own test reads and writes the same blocks.
    for block in include_str!("../fixtures/desk-blocks.html").lines() {
        for profile in [Profile::Author, Profile::Importer] {
            let clean = sanitise(block, profile);
            let same = |html: &str| html.replace("=\"\"", "");
            assert_eq!(same(&clean), same(block), "{profile:?}");
        }
    }
}
