// A WordPress as Debian packages it, copied to a folder of its own; `wordpress.php` fills it.
import { execFileSync } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Copies the program to `place` and returns it. */
export function wordpressAt(place) {
  cpSync(process.env.WORDPRESS_DIR ?? "/usr/share/wordpress", place, { recursive: true, dereference: true });
  return place;
}

const configured = ({ socketPath, database }) => `<?php
define('DB_NAME', '${database}'); define('DB_USER', 'root'); define('DB_PASSWORD', ''); define('DB_HOST', 'localhost:${socketPath}');
define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', ''); define('DISABLE_WP_CRON', true); define('WP_HTTP_BLOCK_EXTERNAL', true);
define('WP_HOME', 'http://wordpress.example'); define('WP_SITEURL', WP_HOME);
$table_prefix = 'wp_'; if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/'); require ABSPATH . 'wp-settings.php';
`;

/** Loads a WXR file into it, over an empty database. Returns what the file announces and what is held; `back` gets its own export. */
export function loadWordpress(wordpress, database, file, back) {
  writeFileSync(join(wordpress, "wp-config.php"), configured(database));
  const importer = process.env.WORDPRESS_IMPORTER ? [process.env.WORDPRESS_IMPORTER] : [];
  const words = ["-d", "memory_limit=1G", "-d", "sendmail_path=/bin/true", join(import.meta.dirname, "wordpress.php"), wordpress, file, back, ...importer];
  return JSON.parse(execFileSync("php", words, { encoding: "utf8", maxBuffer: 1 << 28 }));
}
