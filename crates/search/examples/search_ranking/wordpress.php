<?php
// Asks the search of a WordPress that holds the same stories: `php wordpress.php WORDPRESS_FOLDER QUESTIONS.json` prints for
// each question the headlines of the first ten, as its page `?s=` has them.
error_reporting(E_ALL & ~E_DEPRECATED & ~E_WARNING & ~E_NOTICE);
[, $folder, $file] = $argv;
$_SERVER += ['HTTP_HOST' => 'wordpress.example', 'REMOTE_ADDR' => '127.0.0.1', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REQUEST_METHOD' => 'GET', 'REQUEST_URI' => '/'];
require "$folder/wp-load.php";
$answers = [];
foreach (json_decode(file_get_contents($file), true)['questions'] as [, $words]) {
    $found = new WP_Query(['s' => wp_slash($words), 'post_status' => 'publish', 'posts_per_page' => 10]);
    $answers[] = array_map(fn ($post) => html_entity_decode($post->post_title, ENT_QUOTES | ENT_HTML5), $found->posts);
}
echo json_encode(['version' => get_bloginfo('version'), 'answers' => $answers], JSON_UNESCAPED_UNICODE);
