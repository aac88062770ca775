<?php
// Loads a WXR file into a WordPress with an empty database and says what is in it then:
//   php wordpress.php WORDPRESS_FOLDER FILE.xml OUT.xml [IMPORTER_FOLDER]
// With the folder of the plugin `wordpress-importer` it does the work; Debian packages none, so without it the file is
// read by PHP's strict XML parser and put in by the functions that the plugin calls. Then WordPress writes its own export
// to OUT.xml. Prints JSON: what the file announces (`file`) and what WordPress holds (`held`).
error_reporting(E_ALL & ~E_DEPRECATED & ~E_WARNING & ~E_NOTICE);
[, $folder, $file, $out] = $argv;
// The names of variables here are global in WordPress, too.
$importer_folder = $argv[4] ?? null;
$_SERVER += ['HTTP_HOST' => 'wordpress.example', 'REMOTE_ADDR' => '127.0.0.1', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REQUEST_METHOD' => 'GET', 'REQUEST_URI' => '/'];
define('WP_INSTALLING', true);
define('WP_IMPORTING', true);
define('WP_LOAD_IMPORTERS', true);
require "$folder/wp-load.php";
require_once ABSPATH . 'wp-admin/includes/admin.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/export.php';

function fail(string $message): void {
    fwrite(STDERR, "wordpress.php: $message\n");
    exit(1);
}

/** The file as a tree; anything that the parser complains of ends the test. */
function strict_tree(string $file): SimpleXMLElement {
    libxml_use_internal_errors(true);
    $document = new DOMDocument();
    $document->loadXML(file_get_contents($file), LIBXML_NONET | LIBXML_PARSEHUGE);
    foreach (libxml_get_errors() as $error) {
        fail("line {$error->line}: " . trim($error->message));
    }
    if ($document->doctype !== null) fail('the importer refuses a document type');
    return simplexml_import_dom($document);
}

/** What a file announces, counted as WordPress counts what it holds. */
function announced(SimpleXMLElement $tree): array {
    $found = ['items' => [], 'comments' => [], 'authors' => count($tree->xpath('/rss/channel/wp:author')), 'tags' => [], 'threads' => 0, 'text' => []];
    foreach ($tree->channel->item as $item) {
        $wp = $item->children('wp', true);
        $kind = "$wp->post_type $wp->status";
        $found['items'][$kind] = ($found['items'][$kind] ?? 0) + 1;
        foreach ($wp->comment as $comment) {
            $state = (string) $comment->comment_approved;
            $found['comments'][$state] = ($found['comments'][$state] ?? 0) + 1;
            $found['threads'] += (int) ((int) $comment->comment_parent > 0);
        }
        foreach ($item->category as $category) {
            $at = $category->attributes();
            // Authors are terms for a plugin alone, and slugs beyond ASCII are kept encoded.
            $taxonomy = (string) $at['domain'];
            if (taxonomy_exists($taxonomy)) $found['tags'][$taxonomy . ' ' . sanitize_title((string) $at['nicename'])] = (string) $category;
        }
        if ((string) $wp->post_type !== 'attachment') {
            $found['text'][(string) $wp->post_name . ' ' . $wp->post_type] = md5(trim((string) $item->children('content', true)->encoded));
        }
    }
    foreach ($found as &$part) if (is_array($part)) ksort($part);
    return $found;
}

function put_in(SimpleXMLElement $tree): void {
    kses_remove_filters();
    $users = [];
    foreach ($tree->xpath('/rss/channel/wp:author') as $author) {
        $author = $author->children('wp', true);
        $login = sanitize_user((string) $author->author_login, true);
        $id = username_exists($login) ?: wp_insert_user(['user_login' => $login, 'user_pass' => wp_generate_password(), 'user_email' => (string) $author->author_email, 'display_name' => (string) $author->author_display_name, 'role' => 'author']);
        if (is_wp_error($id)) fail("author $login: " . $id->get_error_message());
        $users[(string) $author->author_login] = $id;
    }
    [$numbers, $thumbnails] = [[], []];
    foreach ($tree->channel->item as $item) {
        $wp = $item->children('wp', true);
        $data = [
            'import_id' => (int) $wp->post_id, 'post_author' => $users[(string) $item->children('dc', true)->creator] ?? 1, 'post_date' => (string) $wp->post_date, 'post_date_gmt' => (string) $wp->post_date_gmt,
            'post_content' => (string) $item->children('content', true)->encoded, 'post_excerpt' => (string) $item->children('excerpt', true)->encoded, 'post_title' => (string) $item->title,
            'post_status' => (string) $wp->status, 'post_name' => (string) $wp->post_name, 'comment_status' => (string) $wp->comment_status, 'ping_status' => (string) $wp->ping_status, 'guid' => (string) $item->guid,
            'post_parent' => $numbers[(int) $wp->post_parent] ?? 0, 'menu_order' => (int) $wp->menu_order, 'post_type' => (string) $wp->post_type, 'post_password' => (string) $wp->post_password,
        ];
        $number = $data['post_type'] === 'attachment' ? wp_insert_attachment(wp_slash($data), (string) $wp->attachment_url) : wp_insert_post(wp_slash($data), true);
        if (is_wp_error($number) || $number === 0) fail("item $wp->post_id: " . (is_wp_error($number) ? $number->get_error_message() : 'refused'));
        $numbers[(int) $wp->post_id] = $number;
        if ((string) $wp->is_sticky === '1') stick_post($number);
        $terms = [];
        foreach ($item->category as $category) {
            $at = $category->attributes();
            $taxonomy = (string) $at['domain'];
            if (!taxonomy_exists($taxonomy)) continue;
            $known = term_exists((string) $at['nicename'], $taxonomy) ?: wp_insert_term(wp_slash((string) $category), $taxonomy, ['slug' => (string) $at['nicename']]);
            if (is_wp_error($known)) fail("term {$at['nicename']}: " . $known->get_error_message());
            $terms[$taxonomy][] = (int) $known['term_id'];
        }
        foreach ($terms as $taxonomy => $ids) wp_set_post_terms($number, $ids, $taxonomy);
        foreach ($wp->postmeta as $meta) {
            if ((string) $meta->meta_key === '_thumbnail_id') $thumbnails[$number] = (int) $meta->meta_value;
            else add_post_meta($number, wp_slash((string) $meta->meta_key), wp_slash((string) $meta->meta_value));
        }
        $remarks = [];
        foreach ($wp->comment as $comment) $remarks[(int) $comment->comment_id] = $comment;
        ksort($remarks);
        $made = [];
        foreach ($remarks as $id => $comment) {
            $made[$id] = wp_insert_comment(wp_slash([
                'comment_post_ID' => $number, 'comment_author' => (string) $comment->comment_author, 'comment_author_email' => (string) $comment->comment_author_email, 'comment_author_url' => (string) $comment->comment_author_url,
                'comment_date' => (string) $comment->comment_date, 'comment_date_gmt' => (string) $comment->comment_date_gmt, 'comment_content' => (string) $comment->comment_content,
                'comment_approved' => (string) $comment->comment_approved, 'comment_type' => (string) $comment->comment_type ?: 'comment', 'comment_parent' => $made[(int) $comment->comment_parent] ?? 0,
            ]));
            if (!$made[$id]) fail("comment $id");
        }
    }
    foreach ($thumbnails as $number => $picture) {
        if (!isset($numbers[$picture])) fail("item $number names picture $picture, which is none");
        update_post_meta($number, '_thumbnail_id', $numbers[$picture]);
    }
}

// A search is compared on all stories; whether WordPress takes one without a word is what exports.mjs asks.
if (getenv('WORDPRESS_TAKES_EMPTY')) add_filter('wp_insert_post_empty_content', '__return_false');
wp_install('Laboratory', 'lab', 'lab@paper.example', false, '', wp_slash('a-long-Enough-pass-77'));
foreach (get_posts(['post_type' => ['post', 'page'], 'post_status' => 'any', 'numberposts' => -1]) as $sample) wp_delete_post($sample->ID, true);
update_option('timezone_string', 'UTC');
$tree = strict_tree($file);
$before = count_users()['total_users'];
if ($importer_folder !== null) {
    require_once ABSPATH . 'wp-admin/includes/class-wp-importer.php';
    require_once "$importer_folder/wordpress-importer.php";
    wp_set_current_user(1);
    $importer = new WP_Import();
    $importer->fetch_attachments = false;
    ob_start();
    $importer->import($file);
    ob_end_clean();
} else {
    put_in($tree);
}
global $wpdb;
$rows = fn (string $sql) => array_map('intval', array_column($wpdb->get_results($sql, ARRAY_A), 'n', 'name'));
$held = [
    'items' => $rows("SELECT CONCAT(post_type, ' ', post_status) AS name, COUNT(*) AS n FROM $wpdb->posts WHERE post_type <> 'revision' GROUP BY post_type, post_status"),
    'comments' => $rows("SELECT comment_approved AS name, COUNT(*) AS n FROM $wpdb->comments GROUP BY comment_approved"),
    'authors' => count_users()['total_users'] - $before,
    'tags' => array_column($wpdb->get_results("SELECT DISTINCT CONCAT(taxonomy, ' ', slug) AS name, t.name AS n FROM $wpdb->terms t JOIN $wpdb->term_taxonomy x USING (term_id) JOIN $wpdb->term_relationships r USING (term_taxonomy_id) JOIN $wpdb->posts p ON p.ID = r.object_id WHERE taxonomy IN ('category', 'post_tag') AND slug <> 'uncategorized'", ARRAY_A), 'n', 'name'),
    'threads' => (int) $wpdb->get_var("SELECT COUNT(*) FROM $wpdb->comments WHERE comment_parent > 0"),
    'text' => [],
];
foreach (get_posts(['post_type' => ['post', 'page'], 'post_status' => array_keys(get_post_stati()), 'numberposts' => -1]) as $post) {
    $held['text']["$post->post_name $post->post_type"] = md5(trim($post->post_content));
}
foreach ($held as &$part) if (is_array($part)) ksort($part);
ob_start();
export_wp(['content' => 'all']);
file_put_contents($out, ob_get_clean());
echo json_encode(['file' => announced($tree), 'held' => $held], JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
