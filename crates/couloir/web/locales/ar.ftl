# ما تقوله الصفحة بالعربية.
title = Couloir
operation = العملية
skip = إلى المحتوى
language = اللغة
theme = المظهر
theme-system = كما في الجهاز
theme-light = فاتح
theme-dark = داكن
theme-sun = تباين عالٍ
sign-in = تسجيل الدخول
sign-out = تسجيل الخروج
role = الدور
passphrase = عبارة المرور
role-coordinator = التنسيق
role-planner = التخطيط
role-post = المركز
role-driver = القيادة
role-analyst = التحليل
role-public = العموم
signed-out = لا أحد مسجَّل الدخول بهذا المتصفح.
sign-in-help = ادخل بعبارة مرور دورك. أول شخص على هذا الجهاز يدخل بالعنوان الذي عرضه البرنامج.
sign-in-post = مركزك إن شئت (مكان أو مكتب، لا اسم شخص)

nav-overview = نظرة عامة
nav-plans = الخطط
nav-map = الخريطة
map = خريطة العملية
map-legs = طرق الخطة المعتمدة
map-print = خريطة للطباعة (SVG)
map-none = لا يستطيع هذا المتصفح رسم الخريطة. خريطة الطباعة تعرض الشيء نفسه.

nav-reports = التقارير
nav-books = الدفاتر
nav-post = المركز
keys = المفاتيح ⁦1–7⁩
nav-keys = المفاتيح من 1 إلى 7 تبدّل العرض، و ? تعرض هذا.

offline = لا اتصال بالخادم. ما تسجّله يبقى في هذا المتصفح ويُرسَل لاحقًا.
locked = انتهت الجلسة. ما تسجّله يُحفظ في هذا المتصفّح وينتظر حتى تسجّل الدخول.
online = متصل
connecting = جارٍ الاتصال…
stale = قديم
unknown = غير معروف
at-least = { $number } على الأقل
# لحظة في يوم آخر، وأسماء الأشهر المختصرة (CLDR 48).
day-moment = { $day } { $month }، { $time }
month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر
as-of = في { $time }، { $age }
never = لم يُحصِ أحد بعد
age-now = الآن
age-ahead = في المستقبل: إحدى الساعات خاطئة
age-minutes = { $count ->
    [one] منذ دقيقة
    [two] منذ دقيقتين
    [few] منذ { $number } دقائق
   *[other] منذ { $number } دقيقة
}
age-hours = { $count ->
    [one] منذ ساعة
    [two] منذ ساعتين
    [few] منذ { $number } ساعات
   *[other] منذ { $number } ساعة
}
age-days = { $count ->
    [one] منذ يوم
    [two] منذ يومين
    [few] منذ { $number } أيام
   *[other] منذ { $number } يومًا
}

tile-out = خرجوا
tile-out-help = من أُخرجوا، أيًّا كان ما حدث لهم بعد ذلك
tile-road = على الطريق
tile-road-help = أشخاص على متن مركبات في الطريق
tile-arrived = وصلوا
tile-arrived-help = من استُقبلوا في مأوى، أيًّا كان ما حدث لهم فيه
tile-inside = ربما لا يزالون في الداخل
tile-inside-estimate = بين { $low } و{ $high }، واحتمال أن يزيدوا على { $median } كاحتمال أن يقلّوا
tile-inside-record = احتوت فترات كهذه الحقيقة في { $percent } من التصريحات السابقة
tile-inside-counted = بقوا في المواقع بحسب الإحصاء؛ وقد يكون هناك آخرون لم يُحصِهم أحد
tile-inside-nosign = لا أثر لأشخاص في المواقع منذ { $time }؛ وهذا لا يعني أنه لا أحد هناك
tile-end = قد تنتهي
tile-end-days = { $count ->
    [few] خلال { $low } إلى { $high } أيام، واحتمال ما بعد { $median } كاحتمال ما قبله
    [many] خلال { $low } إلى { $high } يومًا، واحتمال ما بعد { $median } كاحتمال ما قبله
   *[other] خلال { $low } إلى { $high } يوم، واحتمال ما بعد { $median } كاحتمال ما قبله
}
tile-end-plan = بحسب الخطة المعتمدة، إن سار كل شيء كما يجب وصحّت الأعداد
tile-end-past = نهاية الخطة المعتمدة؛ وقد مضت
days-range = { $count ->
    [few] خلال { $range } أيام
    [many] خلال { $range } يومًا
   *[other] خلال { $range } يوم
}
curve-other-time = الخطة المعتمدة من زمن آخر ولا تُرسم.
tile-end-bound = لا يمكن لأي خطة أن تنتهي قبل { $time }
estimated = تقدير
counted = إحصاء
planned = مخطَّط

decide = بحاجة إلى قرار
decide-nothing = لا شيء ينتظر قرارًا.
decide-plan = لم تُعتمَد أي خطة بعد.
decide-plan-gone = الخطة المعتمدة { $plan } ليست على هذا الجهاز.
decide-discrepancies = { $count ->
    [one] رقم واحد لا يتطابق.
    [two] رقمان لا يتطابقان.
    [few] { $number } أرقام لا تتطابق.
   *[other] { $number } رقمًا لا يتطابق.
}
decide-unsent = { $count ->
    [one] حدث واحد ليس على أي جهاز آخر بعد، منذ { $time }.
    [two] حدثان ليسا على أي جهاز آخر بعد، أقدمهما منذ { $time }.
    [few] { $number } أحداث ليست على أي جهاز آخر بعد، أقدمها منذ { $time }.
   *[other] { $number } حدثًا ليس على أي جهاز آخر بعد، أقدمها منذ { $time }.
}
go = اذهب

first-use = لم يُسجَّل شيء بعد. ابدأ بإحصاء الأشخاص في موقع، أو بقراءة تقرير، أو بطلب خطة.
rides = على الطريق
rides-none = لا مركبة في الطريق وعلى متنها أشخاص.
ride-seen = { $where }
vehicle = المركبة
people = الأشخاص
last-seen = آخر مشاهدة
sites = مواقع التجمّع
shelters = المآوي
site = الموقع
shelter = المأوى
room = السعة
free = شاغر
in-books = في الدفاتر
not-opened = لم يقل أحد كم كانوا
curve = الأشخاص المستقبَلون مع الوقت
curve-text = استُقبل { $people } شخصًا حتى { $time }؛ والخطة المعتمدة تتوقع { $planned } حتى ذلك الوقت.
curve-text-alone = استُقبل { $people } حتى { $time }.
curve-none = يبدأ المنحنى مع أول من ينزل في مأوى.
curve-actual = استُقبلوا
curve-plan = الخطة المعتمدة
save-svg = صورة (SVG)
save-csv = بيانات (CSV)
deadline = المهلة
now = الآن

plans = الخطط
plans-none = لا خطة بعد. اطلب واحدة: يستغرق ذلك بضع ثوانٍ ولا يغيّر شيئًا حتى تعتمدها.
propose = اطلب خطة
propose-seconds = { $count ->
    [one] ثانية واحدة
    [two] ثانيتان
    [few] { $number } ثوانٍ
   *[other] { $number } ثانية
}
propose-stop = خذ أفضل ما وُجد
proposing = جارٍ البحث: أفضل نهاية { $time }
plan-failed = لم تُنتج عملية البحث الأخيرة أي خطة؛ وما كان قائماً قبلها يبقى سارياً.
proposing-first = جارٍ البحث عن خطة أولى
plan = الخطة
clearance = خروج الجميع عند
bound = لا خطة قبل
gap = الفارق
moved = يُنقلون
left = لا يُنقلون
trips = الرحلات
valid = صالحة بحسب الحَكَم
refused = رفضها الحَكَم
adopted = معتمدة
adopt = اعتماد
adopt-second = عبارة مرور التخطيط: تُعتمَد الخطة من شخصين
adopt-sure = يُسجَّل الاعتماد ويصل إلى جميع المراكز.
for-other = وُضعت للعملية كما كانت من قبل
show = عرض
timetable = الجدول الزمني
timetable-text = سطر لكل مركبة: المخطَّط في الأعلى والمسجَّل في الأسفل.
loading = صعود
driving = سير
queueing = انتظار
unloading = نزول
recorded = مسجَّل
filter = ابحث عن مركبة
restricted = مقيَّد: الطرق والأوقات تعرّض الناس للخطر. لا يُنشر.

reports = التقارير
report-text = ألصق مقالًا أو تقرير حالة أو رسالة (بالعربية أو الفرنسية أو الإنجليزية)
report-name = اسم التقرير
report-day = يوم النشر
report-read = اقرأ
report-none = لم يُعثر في هذا النص على عدد أو حركة أشخاص.
report-unread = { $count ->
    [one] كمية واحدة تعذّرت قراءتها: هي في النص بلا علامة.
    [two] كميتان تعذّرت قراءتهما: هما في النص بلا علامة.
    [few] { $number } كميات تعذّرت قراءتها: هي في النص بلا علامة.
   *[other] { $number } كمية تعذّرت قراءتها: هي في النص بلا علامة.
}
report-example = يكفي اسم ويوم؛ ويُحسب «أمس» من ذلك اليوم.
claims = { $count ->
    [one] ادعاء واحد
    [two] ادعاءان
    [few] { $number } ادعاءات
   *[other] { $number } ادعاءً
}
claim-keep = يبقى
claim-strike = يُشطب
claim-who = من يقول
claim-when = عن متى
claim-how-many = كم
claim-kind = ماذا
claim-words = الكلمات
confirm-by = أكّده (مكتب أو وظيفة، لا اسم شخص)
confirm = احفظ هذه الادعاءات
confirmed = { $count ->
    [one] حُفظ ادعاء واحد.
    [two] حُفظ ادعاءان.
    [few] حُفظت { $number } ادعاءات.
   *[other] حُفظ { $number } ادعاءً.
}
kept-claims = الادعاءات التي يقوم عليها التقدير
nobody-said = لم يُذكر

books = الدفاتر
discrepancies = ما لا يتطابق
discrepancies-none = لا شيء مفتوح: كل الأعداد متطابقة.
since = منذ { $time }
mismatch = { $line }: { $expected } في الدفاتر، وُجد { $found }
events = الأحداث
events-none = لم يُسجَّل شيء بعد.
event-search = ابحث في الأحداث
event-corrected = صُحِّح
event-device = { $device }، { $time }
correct = تصحيح
correcting = صحّح ما سُجّل
correct-this = سجّل التصحيح
correct-not = اتركه كما كان
withdraw-this = لم يحدث ذلك
corrected-to = صُحِّح:
why-counted = أُعيد العدّ
why-vehicle = مركبة خاطئة
why-place = مكان خاطئ
why-other = خطأ
withdraw = سحب
why = السبب
sum-zero = مجموع كل الحسابات { $number }: لم يُفقد أحد ولم يُختلق أحد.
open-ride = مركبة
open-trip = الرحلة { $ride }: من صعد ومن نزل
open-boarding = { $ride } في { $place }: عدّان لمن صعدوا
open-unloading = { $ride } في { $place }: عدّان لمن نزلوا
open-on_board = { $ride }: العدّ في الطريق عند { $place }
open-shelter = المأوى { $place }: العدّ
open-origin = الموقع { $place }: خرج أكثر ممن كانوا فيه
open-incomplete = العدّ { $event } لا يقول كم
open-overdrawn = غادر { $place } عدد أكبر ممّن جاؤوا إليه
open-corrections = تصحيحان للحدث { $event } يقولان شيئين مختلفين
open-twice = { $reason }، { $place }: ربما أُبلغ عنه مرتين
open-help-trip = اسأل الطرفين؛ ثم صحّح العدّ الخاطئ، أو سجّل أين ذهب الناس
open-help-boarding = اسأل كليهما ممن عدّ، وصحّح العدّ الخاطئ
open-help-unloading = اسأل كليهما ممن عدّ، وصحّح العدّ الخاطئ
open-help-on_board = اسأل هل صعد أحد أو نزل في الطريق، وسجّله أو صحّح العدّ
open-help-shelter = سجّل من جاء أو غادر أو وُلد أو توفي هناك، أو صحّح العدّ
open-help-origin = سجّل عدًّا جديدًا للموقع: كان الأول أقل من اللازم
open-help-incomplete = صحّحه: اذكر المجموع، أو 0 لمن لم يكن منهم أحد
open-help-overdrawn = سجّل من جاء إليه أيضًا، أو صحّح العدّ الخاطئ
open-help-corrections = اتفقوا على أحدهما، وصحّحوا التصحيح الآخر
open-help-twice = إن كانا واحدًا فاسحب أحدهما؛ وإلا فصحّح أحدهما وقل ذلك
fault-signed_out = لم تعد مسجَّل الدخول. ادخل مرة أخرى: ما ينتظر محفوظ.
fault-no_token = هذا الرمز لا يفتح شيئًا. اطلب غيره من التنسيق.
fault-wrong_passphrase = الدور وعبارة المرور لا يتوافقان. حاول مرة أخرى، أو اسأل التنسيق.
fault-too_many = عبارات مرور خاطئة كثيرة. انتظر { $seconds } ث ثم حاول مرة واحدة.
fault-too_often = طلبات كثيرة. انتظر { $seconds } ث.
fault-too_slow = استغرق ذلك وقتًا طويلًا. حاول مرة أخرى: ما سُجّل من قبل آمن.
fault-not_allowed = لا يحق لدور { $role } فعل هذا. ادخل بدور آخر، أو اسأل التنسيق.
fault-forged = هذه الصفحة من جلسة سابقة. حمّلها من جديد.
fault-boarded_already = صعدت المجموعة { $group } من قبل. عُدّ البطاقة مرة واحدة؛ وإن كان ذلك الصعود خاطئًا فصحّحه أولًا.
fault-unusable = لا يستطيع الخادم استعمال هذا: صحّحه وحاول مرة أخرى.
fault-unusable-decided = ما قرره التنسيق لا يسحبه إلا التنسيق.
fault-conflict = لا يمكن ذلك الآن.
fault-conflict-busy = تُعدّ خطة الآن. انتظر، أو أوقفها.
fault-conflict-judge = وجد الحَكَم قواعد مخروقة في هذه الخطة. اطلب إعداد غيرها.
fault-conflict-outdated = هذه الخطة تتابع خطة لم تعد تُنفَّذ. قل مرة أخرى ما الذي تغيّر.
fault-conflict-second_person = لم يوافق الشخص الثاني: يكتب التخطيط عبارة مروره.
fault-conflict-no_plan = لا خطة تُنفَّذ بعد. اعتمد واحدة أولًا.
fault-conflict-enrolment = لا يحق لهذا الجهاز تسجيل ذلك. جدّد تسجيله، أو استعمل جهازًا آخر.
fault-not_found = لم يعد موجودًا.
fault-failed = حدث خطأ في الخادم. ما سُجّل من قبل آمن؛ حاول مرة أخرى.

post = المركز
post-what = ماذا حدث؟
post-boarded = صعد أشخاص
post-departed = غادرت مركبة
post-arrived = وصلت مركبة
post-alighted = نزل أشخاص
post-count = إحصاء
post-otherwise = ولادة، وفاة، قدوم، مغادرة
post-where = أين
post-vehicle = المركبة
post-trip = الرحلة
post-trip-unknown = غير معروفة
post-seats = { $count ->
    [zero] لا مقعد شاغر من { $capacity }
    [one] مقعد واحد شاغر من { $capacity }
    [two] مقعدان شاغران من { $capacity }
    [few] { $number } مقاعد شاغرة من { $capacity }
   *[other] { $number } مقعدًا شاغرًا من { $capacity }
}
post-too-many = أكثر بـ { $number } من مقاعد هذه المركبة وهي { $capacity }: أعد الإحصاء أو قل من يجلس أين
post-total = المجموع
men = رجال
women = نساء
children = أطفال
heads = رؤوس فقط
kinds = رجال ونساء وأطفال
groups = بطاقات المجموعات
groups-help = يمكن أن تُعطى عائلة تبقى معاً بطاقة فيها أعدادها بلا أسماء. اقرأها عند الصعود: تملأ الأعداد وتُقبل مرة واحدة.
group-code = الرمز على البطاقة
group-enter = خذ
group-misread = هذه ليست بطاقة، أو قُرئ حرف خطأً: انظر مرة أخرى.
group-twice = البطاقة { $code } موجودة في هذا العد.
group-boarded = صعدت البطاقة { $code } من قبل: { $how }
group-read = { $count ->
    [zero] البطاقة { $code }: لا أحد
    [one] البطاقة { $code }: شخص واحد
    [two] البطاقة { $code }: شخصان
    [few] البطاقة { $code }: { $number } أشخاص
    [many] البطاقة { $code }: { $number } شخصاً
   *[other] البطاقة { $code }: { $number } شخص
 }
group-remove = ضع جانباً
group-give = اصنع بطاقة لهذا العد
group-people = { $count ->
    [zero] لا أحد
    [one] شخص واحد
    [two] شخصان
    [few] { $number } أشخاص
    [many] { $number } شخصاً
   *[other] { $number } شخص
 }
group-keep = احتفظ بهذه البطاقة وأظهرها عند الصعود. ليس عليها اسم.
group-print = اطبع البطاقة
group-done = تم
camera-open = الكاميرا
camera-close = أغلق الكاميرا
camera-none = لا تتوفر كاميرا هنا: اكتب الرمز.
more-kinds = آخرون من بينهم
infants = رضّع
unaccompanied = أطفال غير مصحوبين
elderly = مسنّون
wheelchair = على كراسٍ متحركة
stretcher = على نقالات
pregnant = حوامل
staff = الطاقم
asked = ما قيل لهم وسُئلوا عنه (معلومة، وليست شرطًا)
asked-told = أُخبروا إلى أين يُنقلون
asked-voluntary = يذهبون بإرادتهم
asked-families = العائلات مجتمعة
yes = نعم
no = لا
not-asked = لم يُسأل
born = ولادة
died = وفاة
hospital = نُقلوا إلى مستشفى
left-own = غادروا بأنفسهم
came-own = جاؤوا بأنفسهم
how-counted = إحصاء
how-reported = بلاغ
how-estimated = تقدير
record = تسجيل
recorded-undo = سُجِّل. يُرسَل بعد { $seconds } ث.
undo = تراجع
queue = تسجيلاتي
queue-none = لم يُسجَّل شيء بهذا المتصفح بعد.
queue-waiting = { $count ->
    [one] واحد لم يُرسَل بعد
    [two] اثنان لم يُرسَلا بعد
    [few] { $number } لم تُرسَل بعد
   *[other] { $number } لم تُرسَل بعد
}
queue-sent = أُرسل
queue-wait = ينتظر
queue-refused = رُفض: { $why }
queue-again = أعد الإرسال
queue-drop = تخلَّ عنه
plain-http = هذا العنوان ليس `localhost` وغير مشفَّر: بلا شبكة تعمل الصفحة ما دامت مفتوحة فقط.
choose = اختر
less = أقل: { $what }
more = أكثر: { $what }
error-title = حدث خطأ
try-again = أعد المحاولة
help = ما العمل: { $help }

simulated = بالمحاكاة
tile-end-simulated = تنتهي تسع من كل عشر محاكيات للخطة المعتمدة (من { $number }) ضمن هذا الوقت
tile-end-by-plan = حسب الخطة عند { $time } إن سار كل شيء كما يجب
tile-end-in-time = يخرج الجميع قبل المهلة في { $percent } من المحاكيات على الأقل
curve-band = بالمحاكاة: تسع من عشر
band-text = مع العوائق المعتادة يُستقبَل آخر شخص بين { $low } و{ $high } في تسع من كل عشر محاكيات (من { $runs }).
band-under-way = تجري محاكاة الخطة…
band-cannot = لا يمكن محاكاة الخطة: { $why }
first-plan = اطلب خطة وانظر فيها واعتمدها
first-post = سجّل إحصاءً للأشخاص في موقع
first-report = ألصق تقريرًا وأكّد ما يدّعيه
plan-continues = تتابع { $plan }
post-passed = مرّت المركبة
timetable-other-time = ما سُجِّل يعود إلى وقت غير وقت هذه الخطة ولم يُرسم.

change = تغيّر شيء
change-no-plan = بعد اعتماد خطة يظهر هنا ما يغيّره إغلاق فيها.
change-what = ماذا
change-which = أيّ
change-to = و
change-passage = ممر مغلق
change-way = طريق مغلق
change-place = جميع الطرق إلى مكان مغلقة
change-vehicle = تعطّلت مركبة
change-shelter = مأوى ممتلئ
change-add = أضف
change-remove = أزل
change-none = لم يُقل شيء بعد. أضف هنا ما تغيّر، أو ارسم إغلاقًا على الخريطة؛ لا يُسجَّل بذلك شيء.
change-at = يمكن أن تتغيّر الحركات ابتداءً من
change-see = انظر ما يتغيّر
change-refused = لا يمكن إعادة تخطيط هذه العملية الآن لهذا السبب. الخطة المعتمدة باقية؛ ويمكن وضع خطة جديدة.
change-answer = { $count ->
    [one] إجابة واحدة، تُقرأ قبل أن يعتمدها أحد
    [two] إجابتان، الأقل تغييرًا أولًا
    [few] { $number } إجابات، الأقل تغييرًا أولًا
   *[other] { $number } إجابة، الأقل تغييرًا أولًا
}
change-chosen = المقترحة
change-read = اقرأ التغييرات
change-later = { $count ->
    [one] بعد دقيقة
    [two] بعد دقيقتين
    [few] بعد { $number } دقائق
   *[other] بعد { $number } دقيقة
}
change-sooner = { $count ->
    [one] قبل دقيقة
    [two] قبل دقيقتين
    [few] قبل { $number } دقائق
   *[other] قبل { $number } دقيقة
}
change-same-end = في الوقت نفسه
change-records = تُسجَّل الإغلاقات معها.
change-adopted = اعتُمدت الخطة الجديدة؛ وسُجِّلت إغلاقاتها.
changes = حركات تغيّرت
trade-off = تغييرات قليلة أو نهاية قريبة
from = من
until = حتى (فارغ: حتى إشعار آخر)
further-notice = إشعار آخر
closed = مغلق
closures-known = { $count ->
    [one] إغلاق واحد معروف
    [two] إغلاقان معروفان
    [few] { $number } إغلاقات معروفة
   *[other] { $number } إغلاقًا معروفًا
}
closure-unknown = لا يسمّي شيئًا من هذه العملية
closures-record = سجّل الإغلاقات فقط
closures-recorded = { $count ->
    [one] سُجِّل إغلاق واحد.
    [two] سُجِّل إغلاقان.
    [few] سُجِّلت { $number } إغلاقات.
   *[other] سُجِّل { $number } إغلاقًا.
}
draw = ارسم إغلاقًا
draw-first = المس أحد جانبي الطريق ثم الجانب الآخر.
draw-second = المس الآن الجانب الآخر.
draw-nothing = لا يقطع الخط ممرًا ولا طريقًا بين موقع ومأوى.
draw-found = { $count ->
    [one] أُضيف إغلاق واحد إلى القائمة أدناه. الطرق مرسومة مستقيمة: تحقّق منه.
    [two] أُضيف إغلاقان إلى القائمة أدناه. الطرق مرسومة مستقيمة: تحقّق منهما.
    [few] أُضيفت { $number } إغلاقات إلى القائمة أدناه. الطرق مرسومة مستقيمة: تحقّق منها.
   *[other] أُضيف { $number } إغلاقًا إلى القائمة أدناه. الطرق مرسومة مستقيمة: تحقّق منها.
}

nav-data = البيانات
exports = جداول لبرامج أخرى
exports-help = لا ملاحظات ولا حوادث فيها. ويُكتب من أخذ جدولًا مقيَّدًا.
export-books = من أين بحسب الدفاتر
export-events = ما سُجِّل
export-closures = الإغلاقات
export-timetable = جدول الخطة المعتمدة (مقيَّد)
export-positions = آخر مواقع المركبات (مقيَّد)
ogc = يفتح QGIS الأماكن والإغلاقات والقوافل عبر OGC API – Features برمز وصول عند
tokens = وصول البرامج
tokens-help = الرمز لدور واحد، وليس للمنسّق أبدًا: البرنامج لا يقرّر شيئًا. يُعرض مرة واحدة ويمكن سحبه.
tokens-none = لا برنامج له وصول.
token-name = الغرض منه
token-vehicle = مواقع هذه المركبة فقط
token-any = لا، الدور كله
token-days = لكم يومًا
token-make = أنشئ رمزًا
token-once = انسخه الآن: لن يُعرض مرة أخرى. وهو معرّف الجهاز في تطبيق Traccar.
token-noted = دوّنته
token-positions = مواقع { $vehicle } فقط
token-revoke = اسحب
token-revoked = سُحب { $time }
until-short = حتى
reads = من قرأ ما هو مقيَّد
sessions = من مسجَّل الدخول
sessions-help = بالدور والمركز، لا بالاسم أبدًا. إنهاء الجلسة يقفل هاتفًا ضاع؛ وما لم يُرسله يبقى فيه.
session-began = منذ
session-seen = آخر استعمال
session-yours = هذه
session-end = إنهاء
reads-help = من ومتى وأي قائمة، لا ما كان فيها. وربع الساعة سطر واحد.
reads-broken = غُيِّر سطر من هذا الملف أو أُزيل.
read-when = متى
read-who = الجلسة
read-list = القائمة
vehicles-seen = شوهدت بهواتفها

told-head-count = { $count } في { $place }
told-boarded = { $count }: صعود إلى { $ride } في { $place }
told-departed = غادرت { $ride } من { $place }
told-passed = مرّت { $ride } بـ { $checkpoint }
told-arrived = وصلت { $ride } إلى { $place }
told-alighted = { $count }: نزول من { $ride } في { $place }
told-otherwise = { $count } { $reason } في { $place }
told-incident = حادث: { $what }
told-closure = { $what }: مغلق من { $from } حتى { $until }
told-claim = أُكّد الادعاء { $claim }
told-plan = اعتُمدت الخطة { $plan }
told-sealed = { $count ->
    [zero] خُتم حتى { $time }: لا أحداث
    [one] خُتم حتى { $time }: حدث واحد
    [two] خُتم حتى { $time }: حدثان
    [few] خُتم حتى { $time }: { $number } أحداث
    [many] خُتم حتى { $time }: { $number } حدثاً
   *[other] خُتم حتى { $time }: { $number } حدث
 }
told-correction = صُحّح { $event } ({ $why }): { $instead }
told-withdrawn = سُحب
list-comma = {"، "}
incident-breakdown = عطل
incident-accident = حادث سير
incident-medical = حالة طبية
incident-security = أمن
incident-delay = تأخير
incident-other = غير ذلك
