<?php
// Loads the corpus by the functions that WordPress's own importer calls: php load-wordpress.php WORDPRESS_ROOT CORPUS
[, $root, $corpus] = $argv;
$_SERVER['HTTP_HOST'] = '127.0.0.1:8080';
define('WP_IMPORTING', true);
require "$root/wp-load.php";
require_once ABSPATH . 'wp-admin/includes/admin.php';

update_option('permalink_structure', '/%year%/%monthnum%/%postname%/');
update_option('show_avatars', 0);
update_option('timezone_string', 'UTC');
$GLOBALS['wp_rewrite']->set_permalink_structure('/%year%/%monthnum%/%postname%/');
flush_rewrite_rules();
kses_remove_filters();
wp_defer_term_counting(true);
wp_suspend_cache_invalidation(true);

$meta = json_decode(file_get_contents("$corpus/meta.json"), true);
$authors = [];
foreach ($meta['authors'] as $author) {
  $authors[$author['slug']] = username_exists($author['slug']) ?: wp_insert_user(['user_login' => $author['slug'],
    'display_name' => $author['name'], 'user_pass' => wp_generate_password(), 'user_email' => $author['slug'] . '@example.org', 'role' => 'author']);
}
$tags = [];
foreach ($meta['tags'] as $tag) {
  $made = wp_insert_term($tag['name'], 'post_tag', ['slug' => $tag['slug']]);
  $tags[$tag['slug']] = is_wp_error($made) ? (int) $made->get_error_data() : $made['term_id'];
}
$loaded = 0;
foreach (new SplFileObject("$corpus/posts.jsonl") as $line) {
  if (trim($line) === '') continue;
  $story = json_decode($line, true);
  $at = str_replace(['T', 'Z'], [' ', ''], $story['published_at']);
  $id = wp_insert_post(wp_slash(['post_title' => $story['title'], 'post_name' => $story['slug'], 'post_content' => $story['html'],
    'post_excerpt' => $story['excerpt'], 'post_status' => 'publish', 'post_author' => $authors[$story['author']], 'post_date' => $at, 'post_date_gmt' => $at]), true);
  if (is_wp_error($id)) exit($id->get_error_message());
  wp_set_object_terms($id, array_map(fn($slug) => $tags[$slug], $story['tags']), 'post_tag');
  if (++$loaded % 500 === 0) { wp_cache_flush(); echo "$loaded stories\n"; }
}
wp_defer_term_counting(false);
