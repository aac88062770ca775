# المكتب بالعربية.
desk = المكتب
skip = انتقل إلى العمل
menu = القائمة
sections = الأقسام
to-the-site = إلى الموقع
view-site = عرض الموقع
language = اللغة
scheme = فاتح أو داكن
scheme-auto = تلقائي
scheme-light = فاتح
scheme-dark = داكن
palette = اذهب أو افعل
palette-wish = إلى أين، أو ماذا تفعل؟
palette-nothing = لا شيء بهذا الاسم.
kind-action = إجراء
kind-place = مكان
kind-story = مقال
shortcuts = المفاتيح
keys-everywhere = في كل مكان
keys-editor = المحرر
key-shortcuts = هذه القائمة
key-new = مقال جديد
key-undo = تراجع
key-next = التالي
key-previous = السابق
key-mark = علِّم لقرار واحد على كثير
key-slash = أدرج كتلة
key-save = احفظ الآن
key-emphasis = عريض، مائل
key-link = رابط
opening = جارٍ الفتح…
close = إغلاق
save = حفظ
keep = إبقاء
delete = حذف
undo = تراجع
dismiss = إخفاء
show = إظهار
name = الاسم
title = العنوان
state = الحالة
date = التاريخ
authors = الكتّاب
author = الكاتب
tag = الوسم
description = الوصف
try-again = حاول مرة أخرى

sign-in = تسجيل الدخول
sign-out = تسجيل الخروج
email = البريد الإلكتروني
password = كلمة المرور
password-hint = { $characters } حروف على الأقل. العبرة بالطول لا بالرموز.
sign-in-wrong = البريد أو كلمة المرور غير صحيح. لم يتغير شيء.
sign-in-digits = الرمز من التطبيق
sign-in-digits-hint = ستة أرقام، أو أحد رموز الاسترداد.
sign-in-digits-wrong = هذا الرمز غير صحيح. يظهر رمز جديد كل 30 ثانية.
sign-in-forgotten = نسيتها؟ يستطيع مدير الموقع أن يرسل إليك رابطًا جديدًا.
session-lapsed = انتهت جلستك. ما كتبته ما زال هنا؛ سجّل الدخول وتابع.
set-up = صحيفتك
set-up-intro = هنا يُنشأ حساب المالك. الرابط صالح لمرة واحدة.
set-up-begin = ابدأ
set-up-needs-link = ليس لهذا الموقع حساب بعد. افتح الرابط الذي طبعه الخادم عند بدئه، أو أنشئ حسابًا من سطر الأوامر:
site-title = اسم الموقع
your-name = اسمك
invitation = انضم إلى التحرير
invitation-intro = أنت مدعو للكتابة في { $site }.
invitation-accept = انضم
link-expired = انتهت صلاحية هذا الرابط أو استُعمل من قبل. اطلب رابطًا جديدًا.
new-password = كلمة مرور جديدة
new-password-done = تغيّرت كلمة المرور، وسُجّل خروج كل الأجهزة.

failure-unexpected = حدث خطأ في المكتب نفسه. المحفوظ في أمان؛ أعد تحميل الصفحة.
failure-away = الخادم لا يجيب. ما كتبته محفوظ على هذا الجهاز؛ حاول بعد لحظة.
failure-signed-out = لست مسجلًا. ما كتبته ما زال هنا.
failure-conflict = حفظ شخص آخر قبلك. لم يُستبدل شيء.
failure-forbidden = دورك لا يسمح بهذا. لم يتغير شيء.
failure-gone = لم يعد هذا هنا. ربما حذفه أحد.
failure-too-often = محاولات كثيرة. لم يتغير شيء؛ انتظر دقيقة.
failure-server = لم يستطع الخادم ذلك. لم يتغير شيء؛ حاول مرة أخرى، وأخبر من يديره إن استمر.
failure-refused = لم يُقبل: { $reason }
not-found = لا شيء هنا
not-found-text = العنوان لا يؤدي إلى مكان، أو إلى ما لا يفتحه دورك.

dashboard = نظرة عامة
greeting = طاب يومك، { $name }
waiting = في الانتظار:
comments-waiting = { $count ->
    [one] تعليق واحد ينتظرك
    [two] تعليقان ينتظرانك
    [few] { $count } تعليقات تنتظرك
   *[other] { $count } تعليقًا ينتظرك
}
comments-none-waiting = لا تعليق ينتظر.
first-story = لم يُكتب شيء بعد
first-story-text = اكتب أول مقال هنا، أو أحضر القديم من Blogger أو WordPress أو Ghost أو Markdown.
first-page-text = الصفحات قائمة بذاتها: من نحن، اتصل بنا.
drafts = { $count ->
    [0] المسودات
    [one] مسودة واحدة
    [two] مسودتان
    [few] { $count } مسودات
   *[other] { $count } مسودة
}
drafts-none = لا مسودات.
scheduled = المجدولة
scheduled-none = لا شيء مجدول.
last-published = آخر ما نُشر
published-none = لم يُنشر شيء بعد.

stories = المقالات
pages = الصفحات
new-story = مقال جديد
new-page = صفحة جديدة
story-count = { $count ->
    [one] مقال واحد
    [two] مقالان
    [few] { $count } مقالات
   *[other] { $count } مقالًا
}
every-state = كل الحالات
every-tag = كل الوسوم
status-draft = مسودة
status-scheduled = مجدول
status-published = منشور
search-stories = ابحث في كل ما كُتب
by-author = بقلم { $name }
list-nothing = لا شيء يطابق هذا البحث.
list-all = اعرض الكل
mark-all = علّم كل ما في هذه الصفحة
mark-one = علّم «{ $title }»
marked = { $count } معلَّم
bulk = بالمعلَّم
bulk-hint = علّم مقالات لتغيّر كثيرًا منها معًا.
bulk-published = { $count ->
    [one] نُشر.
   *[other] نُشر { $count }.
}
bulk-unpublished = { $count ->
    [one] سُحب؛ هو الآن مسودة.
   *[other] سُحب { $count }؛ هي الآن مسودات.
}
bulk-tagged = { $count ->
    [one] وُسم.
   *[other] وُسم { $count }.
}
bulk-deleted = { $count ->
    [one] حُذف.
   *[other] حُذف { $count }.
}
bulk-delete-certain = { $count ->
    [one] أتحذف هذا مع تعليقاته؟
   *[other] أتحذف هذه الـ{ $count } مع تعليقاتها؟
}
publish = نشر
publish-not-yours = ينشره محرر.
unpublish = سحب
add-tag = أضف وسمًا
paging = صفحات القائمة
newer = الأحدث
older = الأقدم
page-of = { $page } من { $pages } · المجموع { $total }

tags = الوسوم
tag-new = وسم جديد
tag-search = ابحث في الوسوم
tags-none = لا وسوم بعد. تأتي مع أول مقال يسمّي واحدًا، أو من هنا.
tag-saved = حُفظ «{ $name }».
tag-deleted = حُذف «{ $name }»؛ مقالاته باقية.
tag-slug-hint = عنوان قائمته. العنوان القديم يقود إلى الجديد.
tag-delete-certain = { $count ->
    [0] أتحذف هذا الوسم؟ لا مقال يحمله.
    [one] أتحذف هذا الوسم؟ يفقده مقال واحد ويبقى.
   *[other] أتحذف هذا الوسم؟ تفقده { $count } من المقالات وتبقى.
}
slug = جزء العنوان

comments = التعليقات
comment-approve = قبول
comment-spam = مزعج
comment-trash = إلى المهملات
comment-reply = رد

untitled = (بلا عنوان)
story-text = نص المقال
story-invitation = اكتب هنا. الشرطة المائلة في سطر فارغ تعرض الكتل.
details = التفاصيل
update = تحديث
read-it = اقرأه في الموقع
standing-clean = لا شيء للحفظ
standing-changed = تغيّر
standing-not-out = محفوظ هنا؛ القراء يرون النسخة السابقة
standing-saving = جارٍ الحفظ…
standing-saved = حُفظ { $when }
standing-away = بلا اتصال، محفوظ هنا
standing-conflict = حفظ شخص آخر قبلك؛ نصك محفوظ هنا
standing-not-kept = لا متسع لنسخة على هذا الجهاز. لا تغلق الصفحة قبل الحفظ.
recovered = عاد نص لم يُحفظ من { $when }.
cleaned = حذف الخادم أجزاء لا يجوز أن تكون في مقال. ما تراه الآن هو ما يراه القراء.
undone = تم التراجع.
published-done = نُشر.
published-now = نُشر قبل موعده.
scheduled-done = جُدول.
unpublished-done = سُحب؛ هو الآن مسودة.
updated-done = حُدّث؛ يراه القراء الآن.
schedule = جدولة
reschedule = تغيير الموعد
unschedule = لا تنشره
publish-now = انشر الآن
schedule-at = موعد النشر
in-zone = بتوقيت { $zone }
words = { $count ->
    [one] كلمة واحدة
    [two] كلمتان
    [few] { $count } كلمات
   *[other] { $count } كلمة
}
minutes = { $count ->
    [one] دقيقة للقراءة
    [two] دقيقتان للقراءة
    [few] { $count } دقائق للقراءة
   *[other] { $count } دقيقة للقراءة
}
bylines = سطر الكاتب
slug-hint = إذا تغيّر قاد العنوان القديم إلى الجديد.
story-language = لغة المقال
featured = مميّز
search-engines = محركات البحث والمشاركة
search-preview = كما يعرضه محرك بحث
feature-image = صورة في الأعلى
image-other = صورة أخرى
image-remove = إزالة الصورة
storing = جارٍ التخزين…
add-name = أضف…
remove-name = أزل { $name }
conflict = نسختان
conflict-text = حفظ شخص آخر هذا المقال وأنت تكتب. لم يُستبدل شيء؛ اختر ما يبقى.
conflict-theirs = حفظها شخص آخر
conflict-ours = نسختك
conflict-both = أبقِ الاثنتين: نسختي مسودة جديدة
conflict-take-theirs = خذ نسخته وانسَ نسختي
conflict-keep-ours = استبدل نسخته بنسختي
conflict-title = { $title } (نسخة أخرى)
conflict-both-done = نسختك الآن مسودة مستقلة.
field-address = العنوان الإلكتروني
field-emoji = رمز تعبيري
field-html = HTML
field-caption = تعليق الصورة
field-alt = ماذا تُظهر الصورة
selection = النص المحدد
bold = عريض
italic = مائل
strike = مشطوب
code = شيفرة
link = رابط
block-heading-2 = عنوان
block-heading-3 = عنوان صغير
block-picture = صورة
block-library = صورة من الوسائط
block-bullets = قائمة
block-numbers = قائمة مرقّمة
block-quote = اقتباس
block-jump = اقرأ المزيد: هنا تنتهي المقدمة
block-divider = فاصل
block-table = جدول
block-callout = ملاحظة
block-toggle = نص منطوٍ
block-button = زر
block-bookmark = إشارة مرجعية
block-code = كتلة شيفرة
block-html = كتلة HTML

drawers = حالات التعليقات
comments-pending = في الانتظار
comments-approved = مقبولة
comments-spam = مزعجة
comments-removed = مُزالة
queue-empty = لا شيء ينتظر
queue-empty-text = تظهر هنا التعليقات الجديدة التي تحتاج إلى قرار.
queue-done = اتُّخذ { $count } من القرارات
queue-search = كلمات أو اسم
queue-mark-shown = علِّم المعروض ({ $count })
queue-mark-all = علِّم الكل ({ $count })
queue-mark-found = علِّم كل ما وُجد
queue-all-marked = الكل معلَّم ({ $count })
queue-found-marked = كل ما وُجد معلَّم
queue-reached = اتُّخذ { $count } من القرارات، والعمل مستمر…
drawer-empty = لا شيء هنا.
comment-focus = التعليق المعروض
comment-story = تحت
comment-reasons = يقول المرشِّح
comment-author = كتبه
comment-author-unknown = لم يترك عنوانًا
staff-mark = (التحرير)
edit = تحرير
more = المزيد
decided-approved = { $count ->
    [one] قُبل.
   *[other] قُبل { $count }.
}
decided-spam = { $count ->
    [one] عُدّ مزعجًا.
   *[other] عُدّ { $count } مزعجًا.
}
decided-removed = { $count ->
    [one] أُزيل.
   *[other] أُزيل { $count }.
}
decided-pending = { $count ->
    [one] ينتظر من جديد.
   *[other] { $count } تنتظر من جديد.
}

staff = هيئة التحرير
own-account = حسابي
yourself = (أنت)
role = الدور
role-of = دور { $name }
role-moderator = مشرف التعليقات
role-contributor = مساهم
role-author = كاتب
role-editor = محرر
role-administrator = مدير
role-owner = مالك
role-given = { $name } الآن { $role }.
account-is-inactive = موقوف
account-active = يستطيع { $name } تسجيل الدخول من جديد.
account-inactive = لم يعد { $name } يستطيع تسجيل الدخول، وخرج من كل الأجهزة.
account-deleted = حُذف حساب { $name }؛ مقالاته باقية.
account-delete-certain = احذف الحساب وأبقِ مقالاته
account-saved = حُفظ حسابك.
disable = إيقاف
enable = تفعيل
choose = اختر…
invite = دعوة
invite-make = أنشئ رابطًا
invite-link = رابط الدعوة
invite-link-hint = سلّمه بنفسك: لا يُرسل بريد، وهو صالح مرة واحدة، ولا يظهر إلا الآن.
invite-expired = منتهية
invite-withdraw = سحب
invite-withdrawn = لم تعد دعوة { $email } صالحة.
invites-open = دعوات مفتوحة
copy = نسخ
copied = نُسخ
old-password = كلمة المرور الحالية
password-change = غيّر كلمة المرور
new-password-saved = تغيّرت كلمة المرور. خرجت كل الأجهزة الأخرى.
devices = الأجهزة
device-this = هذا الجهاز
device-ended = خرج ذلك الجهاز.
devices-end = اخرج من كل مكان
devices-ended = تم الخروج من كل مكان.
house = البيت
house-text = هذه تُعمل من سطر أوامر الخادم. اكتب في مجلده:
house-backup = انسخ كل شيء والموقع يعمل
house-check = أثبت أن كل شيء سليم

media = الوسائط
media-add = أضف ملفات
media-search = ابحث في المكتبة
media-choose = من الوسائط
media-only-unused = ما لا يُستخدم في أي مكان فقط
media-none = لا صور بعد. أفلت بعضها هنا، أو أضفها في مقال.
media-sending = خُزّن { $done } من { $all }
media-open = افتح الملف
media-saved = حُفظ.
media-deleted = حُذف الملف.
media-alt = ماذا تُظهر الصورة
media-caption = تعليق الصورة
media-credit = صاحب الصورة
media-licence = الرخصة
media-used = أين تُستعمل
media-unused = لا مكان.
media-elsewhere = جزء من الموقع: شعار أو أيقونة أو غلاف أو صورة كاتب.
media-delete-certain = أتحذف هذا الملف نهائيًا؟ لا شيء يعرضه.
comment-ban = حظر
banned = حُظر { $name } ثلاثين يومًا.
comment-history = غيره من هذا القارئ
comment-decisions = ما قُرّر من قبل
comments-trash = المهملات
history-pending = { $count } في الانتظار
history-approved = { $count } مقبول
history-spam = { $count } مزعج
history-trash = { $count } في المهملات
history-none = لا شيء.
history-unknown = لا يمكن قراءة سجل القارئ الآن.
decision = { $who }: { $to }
decided-trash = { $count ->
    [one] في المهملات.
   *[other] { $count } في المهملات.
}

settings = الإعدادات
settings-paper = الصحيفة
settings-reading = القوائم والعناوين
settings-saved = حُفظ؛ يراه القراء الآن.
setting-title = الاسم
setting-description = السطر تحت الاسم
setting-url = العنوان العام
setting-locale = اللغة
setting-timezone = المنطقة الزمنية
setting-accent_color = لون التمييز
setting-posts_per_page = المقالات في الصفحة
setting-permalinks = نمط عناوين المقالات
settings-readers = من يمكنه القراءة
setting-password = كلمة مرور القرّاء
setting-password-hint = من ليست لديه كلمة المرور لا يقرأ شيئًا، ومحركات البحث لا تدرج شيئًا. اتركها فارغة ليقرأ الجميع. وإذا غُيّرت أدخل الجميع الجديدة.
setting-navigation = التصفح
setting-secondary_navigation = التصفح في الأسفل
setting-comments_enabled = يستطيع القراء التعليق
setting-moderation = أي التعليقات تنتظر
moderation-house = كما يقول التثبيت
moderation-open = لا شيء إلا ما يحجزه المرشِّح
moderation-first = أول تعليقات الجدد
moderation-all = كلها
discard = تجاهل
add-item = أضف مدخلًا
move-up = ارفع { $name }
audit = السجل
audit-none = لم يُفعل شيء بعد.
audit-who = من
audit-what = ماذا
factor = العامل الثاني
factor-text = رمز من تطبيق على هاتفك، مع كلمة المرور.
factor-begin = إعداد
factor-secret = اكتب هذا في التطبيق، أو افتح العنوان على الهاتف؛ ثم اكتب الرمز الذي يعرضه التطبيق.
factor-open = افتح في التطبيق
factor-confirm = تشغيل
factor-recovery = احفظ هذه الرموز حيث تحفظ مفاتيحك. كل منها صالح مرة، ولا تظهر إلا الآن.
factor-is-on = إنه يعمل. بقي { $count } من رموز الاسترداد.
factor-end = إيقاف
factor-ended = أُوقف العامل الثاني.

design = التصميم
design-menus = القوائم
design-injection = شيفرة خاصة
design-injection-hint = تظهر في كل صفحة كما تكتبها تمامًا، وتعمل نصوصها البرمجية في متصفح كل قارئ. سمِّ الخوادم الأخرى التي يتصل بها نص برمجي باستخدام <link rel="preconnect" href="…">.
setting-codeinjection_head = في نهاية رأس الصفحة
setting-codeinjection_foot = في نهاية الصفحة
themes = القوالب
theme-standard = قالب Dateline
theme-add = أضف قالبًا (zip)
theme-sending = يُفحص القالب…
theme-active = مفعّل
theme-activate = تفعيل
theme-activate-name = فعّل { $name }
theme-activated = يرى القراء { $name } الآن.
theme-added = أُضيف { $name }.
theme-download = تنزيل
theme-download-name = نزّل { $name } كملف zip
theme-delete-name = حذف { $name }
theme-delete-certain = نعم، احذف { $name }
theme-deleted = حُذف { $name }.
theme-refused = لا يستطيع { $name } عرض كل الصفحات ولم يُقبل؛ ما يعمل الآن يستمر.
theme-advice = { $name } يعمل. قد يود صاحبه معرفة هذا:
theme-advice-count = النقاط: { $count }
theme-settings = إعدادات القالب
theme-group-site = الموقع كله
theme-group-homepage = الصفحة الأولى
theme-group-post = المقالات
theme-preview = كما سيراها القراء
theme-preview-page = الصفحة
theme-preview-front = الصفحة الأولى
theme-preview-story = أحدث مقال
theme-preview-width = النافذة
theme-preview-wide = عريضة
theme-preview-phone = هاتف
theme-preview-hint = اختياراتك قبل حفظها. لا يعمل هنا أي نص برمجي، والروابط تعمل.
theme-preview-refused = أحد الاختيارات لا يصلح؛ ما يظهر ليس ما اخترته.
finding-fatal = يجب إصلاحه
finding-error = لا يعمل كما أُريد له
finding-warning = يمكن أن يكون أفضل

# The editor: blocks, views, sharing
block-gallery = معرض صور
block-audio = صوت
block-video = فيلم
block-file = ملف للتنزيل
gallery-earlier = قدّم الصورة
gallery-remove = أزل الصورة
footnote = حاشية
block-tools = هذه الكتلة
block-up = إلى أعلى
block-down = إلى أسفل
block-double = كرّرها
block-direction = اتجاه الكتابة
direction-auto = تلقائي
direction-ltr = اليسار
direction-rtl = اليمين
key-move = نقل الكتلة
view = العرض
view-page = كالصفحة
view-markdown = Markdown
view-html = HTML
markdown-kept = { $count ->
    [one] كتلة واحدة لا يعرفها Markdown تظهر بصورة [html 1]. اترك سطرها كما هو فتبقى.
   *[other] { $count } من الكتل لا يعرفها Markdown تظهر بصورة [html 1] و[html 2] وهكذا. اترك أسطرها كما هي فتبقى.
}
wordless = صور بلا وصف
wordless-text = { $count ->
    [one] صورة واحدة لا تقول ماذا تُظهر. من لا يراها لا يعرف عنها شيئًا.
   *[other] { $count } من الصور لا تقول ماذا تُظهر. من لا يراها لا يعرف عنها شيئًا.
}
wordless-publish = انشر على أي حال
wordless-back = عودة إلى النص
canonical = نُشر أولًا في
canonical-hint = املأه إذا كان المقال يخص عنوانًا آخر: تعرض محركات البحث ذلك العنوان.
sharing = عند المشاركة
sharing-image = صورة البطاقة
sharing-preview = كما تعرضه شبكة

# Reports and objections
comments-reported = مُبلَّغ عنها
comments-appeals = اعتراضات
reported-none = لا بلاغات
reported-none-text = ما يبلّغ عنه القراء يبقى هنا حتى يُبتّ فيه.
reports-dismiss = يبقى كما هو
reports-dismissed = بقي، وأُجيب عن البلاغات.
report-spam = يروّج لشيء
report-abuse = يسيء أو يهدد
report-private = يكشف أمرًا خاصًا
report-illegal = يخالف القانون
report-other = شيء آخر
decide-approved = قبول
decide-spam = مزعج
decide-trash = إلى المهملات
decide-removed = إزالة مع إشارة
appeals-none = لا اعتراضات
appeals-none-text = من أُزيل تعليقه يحق له الاعتراض مرة. يظهر كلامه هنا.
appeal-about = التعليق
appeal-gone = حُذف نهائيًا.
appeal-answer = الجواب
appeal-answer-hint = يراه القارئ حيث اعترض.
appeal-grant = أعد التعليق
appeal-refuse = يبقى القرار
appeal-granted = عاد التعليق، ويقرأ كاتبه السبب.
appeal-refused = بقي القرار، ولدى القارئ جواب.

# Redirects
redirects = التحويلات
redirects-text = عناوين قديمة وإلى أين تقود. المقالات التي تنتقل تترك تحويلها بنفسها، ولا يُذكر هنا.
redirects-none = لا تحويلات بعد. أضف واحدًا أو اقرأ قائمة من ملف: جدول من عمودين أو ملف redirects.json من Ghost.
redirects-read = اقرأ ملفًا
as-csv = بصيغة CSV
as-json = بصيغة JSON
redirects-change = يضيف { $added } ويغيّر { $changed } ويترك { $same } كما هي.
redirects-unreadable = { $count ->
    [one] سطر واحد تعذرت قراءته: { $lines }.
   *[other] تعذرت قراءة { $count } من الأسطر: { $lines }.
}
redirects-merge = أضف إلى القائمة
redirects-replace = استبدل الكل ({ $count })
redirects-taken = اعتُمدت القائمة؛ العناوين القديمة تقود الآن.
redirect-added = العنوان القديم يقود الآن.
redirect-removed = العنوان القديم لا يقود إلى شيء الآن.
redirect-from = العنوان القديم
redirect-to = يقود إلى
redirect-permanent = دائم
redirect-kind = النوع
redirect-is-permanent = دائم
redirect-is-temporary = مؤقت
redirects-search = ابحث في التحويلات
redirects-shown = { $shown } من { $count }
add = أضف

# Programs
programs = البرامج
programs-openapi = لمن يكتب برنامجًا: كل نداءات Admin API بصيغة OpenAPI.
keys = المفاتيح
keys-text = المفتاح يُدخل برنامجًا: تطبيق كتابة أو مولّد مواقع أو نصًا برمجيًا. أعطِ كل واحد مفتاحه ليُسحب وحده.
keys-none = لا مفاتيح بعد.
key-name = الغرض منه
key-kind = ماذا يفتح
key-kind-admin = يقرأ ويكتب كل شيء
key-kind-content = يقرأ ما يقرأه القراء
key-make = أنشئ مفتاحًا
key-made = مفتاح { $name }
key-made-hint = احفظه الآن: لا يظهر إلا مرة. المفتاح الضائع يُستبدل بجديد.
key-revoke = إبطال
key-revoke-name = إبطال مفتاح { $name }
key-revoke-certain = نعم، يُغلق الباب أمام برنامجه
key-revoked = مفتاح { $name } لم يعد يفتح شيئًا.
key-is-revoked = مُبطل

# Bylines
byline-new = سطر كاتب جديد
byline-search = ابحث في الأسماء
bylines-none = لم يوقّع أحد مقالًا بعد. تأتي الأسماء مع أول مقال أو من هنا.
byline-guest = ضيف
byline-saved = حُفظ { $name }؛ يراه القراء الآن.
byline-portrait = صورة شخصية
byline-bio = في كلمات قليلة
byline-website = الموقع

# Versions, holds, limits of time, snippets
standfirst = المقدمة
standfirst-hint = المقدمة: موضوع المقال في سطرين. تظهر في القوائم أيضًا.
dateline = مكان الخبر
dateline-hint = أين حدث، مثل لشبونة
focus-hint = انقر على ما يجب أن يبقى ظاهرًا عند قص الصورة
focus-x = من اليسار
focus-y = من الأعلى
time-limits = الحظر والنهاية
embargo-until = محظور حتى
embargo-hint = حتى ذلك الحين لا يرى المقال أو كلماته من لا حق له، مهما كانت حالته.
unpublish-at = يُسحب في
unpublish-hint = يعود مسودة حينها.
corrections = تصويبات
correction-new = ما كان خطأ وما الصواب
held = شخص آخر يكتب
held-by = { $name } يفتح هذا المقال. يمكنك قراءته هنا.
held-taken = تولّى { $name } هذا المقال. ما كتبته محفوظ هنا.
hold-take-over = تولَّ الكتابة
hold-hint = لا يضيع شيء مما كتبوه؛ يتابعون القراءة.
read-only = للقراءة
merge-mine = نسختك
merge-theirs = نسختهم
merge-both = كلتاهما
merge-choose = غيّرتماها معًا. أيهما يبقى؟
merge-save = احفظه هكذا
merge-open = { $count ->
    [one] بقي اختيار واحد.
   *[other] بقي { $count } من الاختيارات.
}
versions = النسخ
versions-none = لا نسخة بعد سوى التي تراها.
version-back = عودة إلى المقال
version-nobody = مستورد
version-changes = ما تغيّر منذ ذلك الحين
version-hint = ما تحته خط أُضيف بعدها، والمشطوب حُذف بعدها.
version-restyled = تغيّر شكله
version-restore = أعد هذه الكلمات
restored = عادت هذه الكلمات؛ والسابقة صارت نسخة.
previews = اسمح لأحد بقراءته
previews-hint = الرابط يفتح المقال لمن يملكه بلا حساب حتى ينتهي.
preview-make = أنشئ رابطًا
preview-lasts = مدة صلاحيته
preview-days = { $count ->
    [one] يوم واحد
    [few] { $count } أيام
   *[other] { $count } يومًا
}
preview-link = الرابط، يظهر الآن فقط
preview-until = صالح حتى { $until }
preview-withdrawn = لم يعد الرابط صالحًا.
snippets = المقتطفات
snippets-text = قطع تتكرر في مقالات كثيرة: تنويه أو نداء أو مربع. الشرطة المائلة في المحرر تعرضها.
snippets-none = لا شيء بعد. احفظ كتلة من مقال أو اكتب واحدة هنا.
snippet-new = مقتطف جديد
snippet-keep = احفظها مقتطفًا
snippet-name = اسم المقتطف
snippet-kept = حُفظ «{ $name }».
snippet-deleted = حُذف «{ $name }»؛ المقالات تحتفظ بما أُدرج فيها.
snippet-delete-name = حذف { $name }
feature = إبراز
unfeature = إلغاء الإبراز
bulk-featured = { $count ->
    [one] أُبرز.
   *[other] أُبرز { $count }.
}
bulk-unfeatured = { $count ->
    [one] لم يعد بارزًا.
   *[other] لم يعد { $count } بارزًا.
}

# Moving
moving = النقل
moving-in = انقل مدونة إلى هنا
moving-in-text = تصدير من Blogger أو WordPress أو Ghost، أو مجلد Markdown مضغوط، أو تعليقات Disqus. يُجرَّب أولًا: ترى ما سيأتي ولا يُكتب شيء قبل أن تقول.
moving-in-none = لم يُنقل شيء بعد.
moving-out = خذ كل شيء معك
moving-out-text = الجريدة كلها في ملف واحد: أرشيف يُستورد في أي مكان، أو كما تقبله أنظمة أخرى.
move-choose = اختر ملفًا
move-sending = جارٍ الإرسال…
move-media = اجلب الصور من أماكنها
move-folder = مجلد
move-take = جرّبه
move-uploaded = أُرسل { $done } من { $all }
move-left = { $seconds ->
    [one] بقيت ثانية
   *[other] بقي { $seconds } ث
}
move-counts = المقالات { $stories }، التعليقات { $comments }، الملفات { $files }
move-counts-static = الصفحات { $stories }، الملفات { $files }
move-counts-checked = العناوين { $stories }، التعليقات { $comments }
move-state-uploading = في الطريق
move-state-ready = وصل ولم يُكتب شيء
move-state-rehearsing = قيد التجربة
move-state-importing = قيد الاستيراد
move-state-exporting = قيد الكتابة
move-state-undoing = قيد التراجع
move-state-checking = قيد فحص العناوين القديمة
move-state-done = تم
move-state-failed = توقف لخطأ
move-state-stopped = أُوقف
move-phase-waiting = ينتظر دوره
move-phase-stories = المقالات
move-phase-comments = التعليقات والعناوين القديمة
move-phase-counting = العدّ
move-phase-files = الصور والملفات
move-phase-writing = كتابة الملف
move-phase-undoing = التراجع
move-phase-checking = فحص العناوين القديمة
move-rehearsal = ما سيأتي
move-report = ما أتى
move-pictures-here = صور هنا
move-pictures-away = صور في مكان آخر
move-changed = أسطر كُتبت
move-problems = { $count ->
    [one] تعذر أخذ مدخل واحد كما هو
   *[other] تعذر أخذ { $count } من المداخل كما هي
}
move-no-problems = كل شيء مناسب.
move-line = السطر { $line }
move-skipped = تُرك
move-imported = أُخذ مع تغيير
move-kept = تُرك كما كان هنا
move-stopped = نهاية ما يُقرأ
move-start = استورده
move-rehearse = جرّب ثانية
move-stop = أوقف
move-undo = تراجع عن كل شيء
move-undo-certain = نعم، احذف كل ما أتى به
move-forget = انسَ الملف
move-forgotten = نُسي الملف؛ ما أتى به باقٍ.
links-check = افحص العناوين القديمة
links-check-again = افحص العناوين القديمة مرة أخرى
links-title = العناوين القديمة
links-checked = العناوين التي فُحصت من المدونة القديمة: { $count }
links-answer = تجيب في مكانها
links-lead-on = تقود إلى غيرها بخطوة واحدة
links-lost = مفقودة
links-list = العناوين التي لا تقود إلى شيء: { $count }
links-more = وغيرها في الجدول: { $count }
links-fetch = كلها في جدول (CSV)
links-none-lost = لن يفتقد صفحةً من يعرف عنوانًا قديمًا.
export-format = الصيغة
export-dateline = أرشيف Dateline
export-wordpress = WordPress (WXR)
export-ghost = Ghost (JSON)
export-markdown = Markdown
export-static = صفحات ويب في ملفات
export-static-text = فُكّ الضغط وافتح index.html، أو ضع الملفات على أي خادم ويب. النماذج والبحث يحتاجان إلى Dateline فلا يأتيان معها.
export-make = أنشئه
export-fetch = { $name } ({ $size })
export-deleted = حُذف الملف.
tag-picture = صورة الوسم
tag-no-colour = بلا لون
comments-are-reported = { $count ->
    [one] أبلغ القراء عن تعليق
   *[other] أبلغ القراء عن { $count } من التعليقات
}

# The house, webhooks, passkeys, mail
webhooks = الخطافات
webhooks-text = برنامج يُخبَر فورًا بما يحدث هنا: موقع يُبنى من جديد أو محادثة أو نشرة.
webhooks-none = لا يُخبَر أحد بعد.
webhook-event = متى
webhook-target = العنوان الذي يُخبَر
webhook-secret = السر
webhook-secret-hint = مع السر تُوقَّع كل رسالة ليعرف البرنامج أنها من هنا.
webhook-added = سيُخبَر من الآن.
webhook-deleted = لن يُخبَر بعد الآن.
webhook-delete-name = لا تخبر { $target } عن { $event }
webhook-last = الجواب { $status }
deliveries = ما أُخبِر به
deliveries-none = لم يُخبَر بشيء بعد.
delivery-waiting = ينتظر
delivery-arrived = وصل
delivery-given_up = تُرك
delivery-tries = المحاولات
delivery-answer = الجواب
delivery-repeat = أخبر ثانية
delivery-again = يُخبَر ثانية.
passkeys = مفاتيح المرور
passkeys-text = مفتاح يحفظه هذا الجهاز: إصبع أو وجه أو رمزه يُدخلك ولا يخمّنه أحد.
passkey-add = أضف مفتاح مرور
passkey-make = أنشئه على هذا الجهاز
passkey-added = هذا الجهاز يُدخلك من الآن.
passkey-declined = لم يُنشأ مفتاح ولم يُستخدم. يمكنك المحاولة ثانية.
passkey-deleted = ذلك المفتاح لم يعد يفتح شيئًا.
passkey-delete-name = حذف مفتاح المرور { $name }
passkey-unknown = هذا المتصفح لا يعرف مفاتيح المرور.
passkey-sign-in = ادخل بمفتاح مرور
digest = بالبريد
digest-every = أخبرني بما ينتظر
digest-never = أبدًا
digest-hour = كل ساعة
digest-day = كل يوم
digest-week = كل أسبوع
digest-saved = حُفظ.
digest-no-mail = هذا الموقع لا يرسل بريدًا بعد؛ يُعدّ ذلك من يديره.
look-again = انظر ثانية
house-state = الحالة
house-version = الإصدار
house-database = قاعدة البيانات
house-changed = آخر تغيير
house-disk = القرص
house-free = { $free } خالية من { $all }
house-disk-full = أقل من عُشر القرص خالٍ. إذا امتلأ تعذر الحفظ.
house-cache = صفحات جاهزة
house-pages = { $pages } في الذاكرة، { $size }
house-search = البحث
house-index-serves = { $entries } مدخلًا
house-index-building = قيد البناء، { $entries } حتى الآن
house-index-down = لا يجيب؛ { $entries } مدخلًا
house-faults = أعطال منذ البدء
house-jobs = ما ينتظر
house-jobs-none = لا شيء ينتظر.
house-job = العمل
house-waiting = منتظر
house-next = التالي
house-late = { $count ->
    [one] عمل واحد متأخر.
   *[other] { $count } من الأعمال متأخرة.
}
house-chores = في سطر الأوامر
house-index = بناء فهرس البحث من جديد
mail = البريد
mail-sends = الرسائل تأتي من { $address }.
mail-waiting = { $count ->
    [0] لا شيء ينتظر.
    [one] واحدة تنتظر.
   *[other] { $count } تنتظر.
}
mail-none = هذا الموقع لا يرسل بريدًا. روابط الدعوات تُسلَّم باليد.
mail-try = أرسل إليّ رسالة
mail-tried = قبلها خادم البريد؛ انظر في بريدك.
block-embed = مشغّل من موقع آخر
embargo-done = يُنشر عند انتهاء الحظر.
