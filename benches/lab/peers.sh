#!/bin/bash
# The servers beside Dateline: peers.sh prepare | start NAME... | stop NAME...
# NAME is mariadb, wordpress, ghost, nginx, varnish, floor, dateline, dateline-anew or dateline-own. Everything lies in $LAB_DIR and listens on 127.0.0.1;
# every server is stopped by its own pid file. What must be installed before stands in README.md.
set -euo pipefail
: "${LAB_DIR:?LAB_DIR must name an empty folder that the lab may fill}"
HERE=$(cd "$(dirname "$0")" && pwd)
RUN=$LAB_DIR/run SOCKET=$LAB_DIR/run/mariadb.sock
GHOST=$LAB_DIR/ghost WORDPRESS=$LAB_DIR/wordpress
GHOST_PORT=2368 WORDPRESS_PORT=8080 WORDPRESS_CACHED_PORT=8081 NGINX_PORT=8090 DATELINE_PORT=8095 ANEW_PORT=8096 OWN_PORT=8097 VARNISH_PORT=8098 FLOOR_PORT=8099
NODE=${NODE:-node}
mkdir -p "$RUN"; chmod 755 "$LAB_DIR" "$RUN"

answers() { # answers URL: returns when it says 200
  for _ in $(seq 600); do
    [ "$(curl -s -o /dev/null -w '%{http_code}' --max-time 10 "$1")" = 200 ] && return 0
    sleep .1
  done
  echo "no 200 from $1 within a minute" >&2; return 1
}

stop() {
  local file=$RUN/$1.pid pid
  [ -s "$file" ] || return 0
  pid=$(cat "$file"); kill "$pid" 2>/dev/null || true
  for _ in $(seq 100); do [ -d "/proc/$pid" ] || break; sleep .1; done
  rm -f "$file"
}

database() { mariadb -uroot -S "$SOCKET" -e "$1"; }

prepare_mariadb() {
  mkdir -p "$LAB_DIR/mariadb"
  chown -R mysql "$LAB_DIR/mariadb"
  mariadb-install-db --no-defaults --user=mysql --datadir="$LAB_DIR/mariadb/data" --skip-test-db --auth-root-authentication-method=normal >/dev/null
  start_mariadb
  database "CREATE DATABASE wordpress; CREATE DATABASE ghost;
    CREATE USER lab@localhost IDENTIFIED BY 'lab'; GRANT ALL ON *.* TO lab@localhost"
}

start_mariadb() {
  chmod 777 "$RUN" # its socket and its pid file are its own user's
  setsid mariadbd --no-defaults --user=mysql --datadir="$LAB_DIR/mariadb/data" --socket="$SOCKET" --pid-file="$RUN/mariadb.pid" \
    --skip-networking --character-set-server=utf8mb4 --innodb-buffer-pool-size=1G --max-connections=100 \
    </dev/null >"$LAB_DIR/mariadb.log" 2>&1 &
  for _ in $(seq 300); do mariadb-admin -uroot -S "$SOCKET" ping >/dev/null 2>&1 && return; sleep .1; done
}

prepare_ghost() { # the npm package with the lock file it ships
  (cd "$LAB_DIR" && npm pack --silent ghost >/dev/null && mkdir -p ghost && tar xzf ghost-*.tgz -C ghost --strip-components=1)
  npm install --silent --no-audit --no-fund --prefix "$LAB_DIR/pnpm" pnpm
  (cd "$GHOST" && NODE_ENV=production "$LAB_DIR/pnpm/node_modules/.bin/pnpm" install --prod --frozen-lockfile)
  cat > "$GHOST/config.production.json" <<JSON
{"url": "http://127.0.0.1:$GHOST_PORT", "server": {"host": "127.0.0.1", "port": $GHOST_PORT}, "process": "local", "mail": {"transport": "stub"},
 "database": {"client": "mysql", "connection": {"socketPath": "$SOCKET", "user": "lab", "password": "lab", "database": "ghost"}},
 "logging": {"level": "error", "transports": ["file"]}, "paths": {"contentPath": "$GHOST/content"}, "security": {"staffDeviceVerification": false},
 "privacy": {"useUpdateCheck": false, "useGravatar": false, "useRpcPing": false, "useStructuredData": true}}
JSON
  start_ghost
  "$NODE" "$HERE/load-ghost.mjs" "http://127.0.0.1:$GHOST_PORT" "$LAB_DIR"
  stop ghost; start_ghost # an import leaves gigabytes behind
}

start_ghost() {
  (cd "$GHOST" && NODE_ENV=production exec setsid "$NODE" index.js </dev/null >"$LAB_DIR/ghost.log" 2>&1) &
  echo $! > "$RUN/ghost.pid"; answers "http://127.0.0.1:$GHOST_PORT/"
}

prepare_wordpress() { # Debian's package on php-fpm, plain and behind nginx' own cache of pages
  mkdir -p "$WORDPRESS/cache" "$WORDPRESS/temp"
  cp -rL "$(dirname "$(dpkg -L wordpress | grep '/wp-load.php$')")" "$WORDPRESS/root"
  cat > "$WORDPRESS/root/wp-config.php" <<PHP
<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'lab'); define('DB_PASSWORD', 'lab'); define('DB_HOST', 'localhost:$SOCKET');
define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_HOME', 'http://' . (\$_SERVER['HTTP_HOST'] ?? '127.0.0.1')); define('WP_SITEURL', WP_HOME);
define('DISABLE_WP_CRON', true); define('WP_HTTP_BLOCK_EXTERNAL', true); define('AUTOMATIC_UPDATER_DISABLED', true);
\$table_prefix = 'wp_'; if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/'); require ABSPATH . 'wp-settings.php';
PHP
  cat > "$WORDPRESS/fpm.conf" <<FPM
[global]
pid = $RUN/php.pid
error_log = $LAB_DIR/php.log
daemonize = no
[www]
user = www-data
group = www-data
listen = $RUN/php.sock
listen.mode = 0666
pm = static
pm.max_children = 6
php_admin_value[opcache.enable] = 1
php_admin_value[opcache.memory_consumption] = 192
php_admin_value[memory_limit] = 256M
FPM
  local pass="fastcgi_param SCRIPT_FILENAME \$document_root\$fastcgi_script_name; include /etc/nginx/fastcgi_params; fastcgi_pass unix:$RUN/php.sock; fastcgi_keep_conn on;"
  local place="root $WORDPRESS/root; index index.php; location / { try_files \$uri \$uri/ /index.php?\$args; }"
  cat > "$WORDPRESS/nginx.conf" <<NGINX
worker_processes auto; pid $RUN/wp-nginx.pid; error_log $LAB_DIR/wp-nginx.log warn; user www-data; daemon off;
events { worker_connections 1024; }
http {
  include /etc/nginx/mime.types; access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  client_body_temp_path $WORDPRESS/temp/b; fastcgi_temp_path $WORDPRESS/temp/f; proxy_temp_path $WORDPRESS/temp/p;
  uwsgi_temp_path $WORDPRESS/temp/u; scgi_temp_path $WORDPRESS/temp/s;
  gzip on; gzip_vary on; gzip_comp_level 5; gzip_types text/css application/javascript application/rss+xml;
  fastcgi_cache_path $WORDPRESS/cache levels=1:2 keys_zone=pages:20m max_size=2g inactive=60m;
  server { listen 127.0.0.1:$WORDPRESS_PORT backlog=1024; $place location ~ \.php\$ { $pass } }
  server { listen 127.0.0.1:$WORDPRESS_CACHED_PORT backlog=1024; $place location ~ \.php\$ { $pass
    fastcgi_cache pages; fastcgi_cache_key \$request_method\$host\$request_uri; fastcgi_cache_valid 200 10m; fastcgi_cache_lock on; } }
}
NGINX
  chown -R www-data "$WORDPRESS/cache" "$WORDPRESS/temp" "$WORDPRESS/root/wp-content"
  # Readers of the lab all comment from one address, faster than anybody types, and what they say is shown; at Dateline too.
  mkdir -p "$WORDPRESS/root/wp-content/mu-plugins"
  cat > "$WORDPRESS/root/wp-content/mu-plugins/lab.php" <<'PHP'
<?php add_filter('wp_is_comment_flood', '__return_false', 99); add_filter('pre_option_comment_previously_approved', '__return_zero');
PHP
  start_wordpress wp-admin/install.php
  curl -s -o /dev/null "http://127.0.0.1:$WORDPRESS_PORT/wp-admin/install.php?step=2" --data-urlencode 'weblog_title=Bench News' -d user_name=admin \
    -d admin_password=a-long-Enough-pass-77 -d admin_password2=a-long-Enough-pass-77 -d pw_weak=1 -d admin_email=owner@example.org -d blog_public=1 -d language=en_US
  php -d memory_limit=2G "$HERE/load-wordpress.php" "$WORDPRESS/root" "$LAB_DIR/corpus"
}

start_wordpress() {
  php-fpm8.2 -y "$WORDPRESS/fpm.conf" </dev/null >/dev/null 2>&1 &
  sleep .3; nginx -c "$WORDPRESS/nginx.conf" </dev/null >/dev/null 2>&1 &
  answers "http://127.0.0.1:$WORDPRESS_PORT/${1:-}"
}

dateline() { "${DATELINE_BIN:?DATELINE_BIN must name the dateline binary}" --data "$LAB_DIR/$1" "${@:2}"; }

prepare_dateline() {
  dateline dateline site add '*' --title 'Bench News' --language en
  for part in "$LAB_DIR"/corpus/ghost-*.json; do dateline dateline import --from ghost "$part"; done
  dateline dateline theme add "$GHOST/content/themes/source"
  dateline dateline theme activate source
  cp -r "$LAB_DIR/dateline" "$LAB_DIR/dateline-anew"
}

prepare_own() { # the same paper in the theme that Dateline brings, as a new site has it
  dateline dateline backup "$LAB_DIR/own-backup"
  dateline dateline-own restore "$LAB_DIR/own-backup"
  dateline dateline-own theme activate standard
  rm -r "$LAB_DIR/own-backup"
}

start_dateline() { # start_dateline NAME PORT MEBIBYTES, or auto as it is shipped
  # The binary itself, not a function around it: its pid is what is stopped.
  DATELINE_SERVER__PAGE_CACHE_MIB=$3 DATELINE_COMMENTS__PER_MINUTE=0 DATELINE_COMMENTS__SPAM_FILTER=off "$DATELINE_BIN" --data "$LAB_DIR/$1" serve --listen "127.0.0.1:$2" </dev/null >"$LAB_DIR/$1.log" 2>&1 &
  echo $! > "$RUN/$1.pid"; answers "http://127.0.0.1:$2/"
}

start_nginx() { # the pages of Dateline with Source as files
  local files=$LAB_DIR/nginx
  mkdir -p "$files/root/br" "$files/temp"
  if [ ! -s "$files/root/story.html" ]; then
    local story tag
    read -r story tag < <("$NODE" "$HERE/reference.mjs" "$LAB_DIR")
    for page in "home /" "story /$story/" "tag /tag/$tag/"; do
      read -r name path <<<"$page"
      curl -sf -H 'Accept-Encoding: identity' "http://127.0.0.1:$DATELINE_PORT$path" -o "$files/root/$name.html"
      gzip -9 -k -f "$files/root/$name.html"
      # Debian's nginx has no module for brotli: it gives these bytes for what they are.
      curl -sf -H 'Accept-Encoding: br' "http://127.0.0.1:$DATELINE_PORT$path" -o "$files/root/br/$name.html"
    done
  fi
  cat > "$files/nginx.conf" <<NGINX
worker_processes auto; pid $RUN/nginx.pid; error_log $LAB_DIR/nginx.log warn; daemon off;
events { worker_connections 2048; multi_accept on; }
http {
  types { text/html html; } access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; gzip_static on; gzip_vary on;
  open_file_cache max=1000 inactive=300s; open_file_cache_valid 300s; open_file_cache_min_uses 1;
  client_body_temp_path $files/temp/b; fastcgi_temp_path $files/temp/f; proxy_temp_path $files/temp/p;
  uwsgi_temp_path $files/temp/u; scgi_temp_path $files/temp/s;
  server { listen 127.0.0.1:$NGINX_PORT backlog=1024; root $files/root; }
}
NGINX
  chmod -R a+rX "$files"
  nginx -c "$files/nginx.conf" </dev/null >/dev/null 2>&1 &
  answers "http://127.0.0.1:$NGINX_PORT/home.html"
}

start_floor() { # the least that can be done: the answers of the Dateline that runs, written as they are
  local story tag
  read -r story tag < <("$NODE" "$HERE/reference.mjs" "$LAB_DIR")
  "${BENCH_BIN:?BENCH_BIN must name the bench binary}" floor --url "http://127.0.0.1:$DATELINE_PORT" --listen "127.0.0.1:$FLOOR_PORT" / "/$story/" "/tag/$tag/" </dev/null >/dev/null 2>"$LAB_DIR/floor.log" &
  echo $! > "$RUN/floor.pid"; answers "http://127.0.0.1:$FLOOR_PORT/"
}

start_varnish() { # in front of the Dateline that keeps nothing, keeping for ten minutes whatever it is given
  local files=$LAB_DIR/varnish
  mkdir -p "$files"
  cat > "$files/lab.vcl" <<VCL
vcl 4.1;
backend dateline { .host = "127.0.0.1"; .port = "$ANEW_PORT"; }
sub vcl_backend_response { set beresp.ttl = 10m; }
VCL
  varnishd -n "$files/work" -j none -f "$files/lab.vcl" -a "127.0.0.1:$VARNISH_PORT" -s malloc,256m -P "$RUN/varnish.pid" </dev/null >"$LAB_DIR/varnish.log" 2>&1
  answers "http://127.0.0.1:$VARNISH_PORT/"
}

case ${1:-} in
prepare)
  "$NODE" "$HERE/corpus.mjs" "$LAB_DIR/corpus"
  prepare_mariadb; prepare_ghost; prepare_wordpress; prepare_dateline ;;
start) for name in "${@:2}"; do
    case $name in
    dateline) start_dateline dateline $DATELINE_PORT auto ;;
    dateline-anew) start_dateline dateline-anew $ANEW_PORT 0 ;;
    dateline-own) [ -d "$LAB_DIR/dateline-own" ] || prepare_own; start_dateline dateline-own $OWN_PORT 0 ;;
    *) "start_$name" ;;
    esac
  done ;;
stop) for name in "${@:2}"; do
    case $name in
    wordpress) stop wp-nginx; stop php ;;
    *) stop "$name" ;;
    esac
  done ;;
*) echo "usage: peers.sh prepare | start NAME... | stop NAME..." >&2; exit 2 ;;
esac
