#include "crypto_common.h"

#include <stdint.h>
#include <string.h>

#define PIECES_MAX 3
#define REPEATED_BYTES_MAX 9 /* three Chinese characters */
#define DIFFERENT_MIN 5
#define RUN_MIN 3
#define BYTES_MAX 512 /* 128 code points of four bytes */

/*
 * Words that lists of breached passwords are made of: English, pinyin, names, brands and places.
 * Their order means nothing: every division is tried.
 */
static const char words[] =
    /* what is typed where a password is wanted */
    "password passwort passwd passw pass pwd pswd parola parole contrasena senha motdepasse secret secrets private login "
    "logon signin access account admin administrator administrador root super superuser supervisor sysadmin system systems "
    "user users username guest visitor test tester testing tests temp temporary default change changeme letmein welcome "
    "hello master manager boss chief operator service support server client database data oracle mysql mariadb postgres "
    "sql linux unix ubuntu debian windows window microsoft office apple iphone android google baidu tencent alibaba taobao "
    "huawei xiaomi weixin wechat alipay qqmail foxmail gmail hotmail yahoo facebook twitter youtube amazon internet "
    "network computer laptop desktop keyboard monitor printer mobile telephone phone number security secure safety safe "
    "unlock locked lock open opensesame sesame enter exit start stop home page website site demo sample example public "
    "company corp group team work worker job staff employee leader director complaint complaints redress tousu tingsu kefu "
    "gongsi zhongguo china chinese beijing shanghai guangzhou shenzhen tianjin chongqing wuhan nanjing hangzhou chengdu "
    "xian suzhou qingdao dalian xiamen changsha zhengzhou jinan shenyang harbin hefei kunming fuzhou ningbo hongkong "
    "taiwan america american england london newyork paris france germany berlin italy roma spain barcelona madrid japan "
    "tokyo russia moscow canada india australia sydney texas california boston chicago dallas denver houston "
    /* pinyin */
    "woaini woaiwo woaiwojia woaizhongguo woaiziji woaibaobao aini ainiyiwannian mima wodemima baobao baobei laopo laogong "
    "mama baba yeye nainai gege jiejie meimei didi erzi nver haizi xiaohai pengyou tongxue laoshi xuesheng yisheng wode "
    "nide tade women nimen xihuan kaixin kuaile xingfu pingan jiankang facai gongxi gongxifacai xinnian xinniankuaile "
    "shengri chunjie zhuanqian dashen dage xiaojie xiaobao xiaoming xiaohong xiaoli xiaowang xiaozhang xiaochen xiaolong "
    "xiaoyu xiaoxue xiaotian xiaomao xiaogou xiaozhu tiantian feifei lele niuniu dandan doudou pangpang huahua mingming "
    "beibei lili wangwang xixi haha hehe heihei zhangwei wangwei wangfang liwei lina zhangmin lijing wangjing zhangli "
    "zhangjing lijuan wangyan wangli liming zhangsan lisi wangwu zhaoliu zhang wang liu chen yang zhao huang zhou xu sun "
    "ma zhu hu guo he lin gao luo zheng liang xie tang song deng han feng cao peng zeng xiao tian dong pan yuan cai jiang "
    "yu du ye cheng wei su lu ding ren shen yao qin jun jie ming qiang lei tao jing yan juan xia fang hong mei ying hua "
    "ping gang min long wen bin bo hai xin yi dan ting nan ning hui "
    /* love, people, names */
    "iloveyou iloveu ilove loveyou loveu lover lovers lovely love loving forever always together baby babygirl babyboy "
    "babe honey sweety sweetie sweetheart sweet darling dear angel angels princess prince queen king kingdom princesa "
    "mother father mommy daddy mom dad sister brother family friend friends bestfriend girl girls boy boys woman man men "
    "wife husband people kids michael jordan jennifer jessica michelle daniel david robert thomas william joseph charles "
    "charlie christian christopher anthony andrew andrea matthew joshua justin brandon ryan steven george kevin brian "
    "edward richard james john jack jackie jake samuel samantha sam alex alexander alexandra alexis amanda ashley nicole "
    "stephanie melissa elizabeth victoria natalie rebecca rachel sarah sara laura lauren linda lisa mary maria marie "
    "martha margaret barbara patricia patrick peter paul mark martin max maxwell nicholas nick oliver oscar harry henry "
    "hannah hunter chris chelsea claire diana dennis donald douglas emily emma eric frank fred gary grace greg helen jason "
    "jasmine jeremy johnny jonathan julia julie karen katie kelly kim larry lucy maggie mike molly monica nancy olivia "
    "pamela philip randy raymond ronald rose roger sandra scott sean sharon simon sophia sophie stella susan taylor teresa "
    "tiffany tim tina tony tyler vanessa veronica vincent walter zachary carlos jose pedro antonio francisco fernando "
    "alejandro mohamed muhammad ahmed ali "
    /* animals, nature, things, colours, seasons, days */
    "monkey dragon tiger lion eagle eagles falcon phoenix panther panda bear bears wolf wolves horse mustang pony rabbit "
    "bunny kitty kitten cat cats dog dogs doggy puppy mouse chicken duck turtle dolphin dolphins shark fish bird butterfly "
    "spider snake cobra scorpion monster dinosaur unicorn elephant giraffe penguin pokemon pikachu sunshine sunny sunset "
    "sunflower moon moonlight star stars starlight sky skywalker heaven earth world galaxy space rainbow rain snow "
    "snowball snowman ocean beach island river water fire flame ice iceman storm thunder lightning winter spring summer "
    "autumn fall january february march april may june july august september october november december monday tuesday "
    "wednesday thursday friday saturday sunday morning night midnight today tomorrow yesterday birthday christmas holiday "
    "happy happiness smile lucky luck magic dream dreams dreamer freedom peace hope faith trust jesus christ jesuschrist "
    "god godisgood bible church blessed blessing spirit soul life death devil diablo satan flower flowers roses lily daisy "
    "violet jasmin orchid tree garden forest apples banana orange cherry lemon peach strawberry blueberry pineapple "
    "coconut mango pepper ginger sugar cookie cookies chocolate candy coffee cheese butter pizza pasta bacon noodle peanut "
    "red blue green yellow purple pink black white silver gold golden diamond crystal pearl money dollar cash rich music "
    "guitar piano dance dancer dancing singer rock rocknroll metal punk jazz disco "
    /* play, sport, screen */
    "football soccer baseball basketball hockey tennis golf golfer swimming volleyball rugby boxing karate ninja samurai "
    "champion winner player gamer game games gaming sport sports runner racing racer ferrari porsche mercedes toyota honda "
    "yamaha suzuki corvette camaro chevrolet chevy ford harley arsenal liverpool manchester united realmadrid juventus "
    "milan lakers yankees cowboys steelers patriots packers giants redskins ronaldo messi beckham kobe superman batman "
    "spiderman ironman hulk joker robin captain marvel avengers starwars startrek jedi yoda vader matrix neo trinity "
    "gandalf frodo hobbit merlin wizard potter harrypotter hogwarts naruto sasuke sakura goku dragonball zelda mario luigi "
    "sonic minecraft roblox fortnite warcraft starcraft counterstrike halo pirate warrior soldier sniper killer ranger "
    "marine army navy police doctor nurse teacher student school college university class "
    /* fillers that stand beside them */
    "my your our the is are you me we and for not new old big best good great cool nice hot sexy bad just only one two "
    "three four five six seven eight nine ten zero first last abc abcd xyz qwe qwer asd asdf zxc zxcv qaz wsx edc aa bb cc "
    "woshi ni wo ta de buzhidao wangji wangjile bukeneng meiyou shide haode nihao zaijian xiexie duibuqi trustno blink "
    "incorrect whatever nothing something anything everything nobody somebody anyone please thankyou thanks because "
    "remember forget forgot dontforget wrong right correct invalid";

/* Paths that fingers take, walked in both directions. */
static const char *const paths[] = {
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop[]asdfghjkl;'zxcvbnm,./",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "qazwsxedcrfvtgbyhnujmikolp",
    "zaqxswcdevfrbgtnhymju",
    "!qaz@wsx#edc$rfv%tgb^yhn&ujm",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "1a2s3d4f5g6h7j8k9l",
    "a1s2d3f4g5h6j7k8l9",
    "a1b2c3d4e5f6g7h8i9j0",
    "1a2b3c4d5e6f7g8h9i0j",
    "1z2x3c4v5b6n7m",
    "!@#$%^&*()_+",
    "147258369",
    "741852963",
    "159357",
    "azertyuiopqsdfghjklm",
    "qwertzuiop",
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Bytes of other scripts count as letters. */
static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static bool is_separator(char c)
{
    return c != '\0' && strchr(" -_.,/", c) != NULL;
}

static bool stands_for(char typed, char letter)
{
    static const char pairs[] = "@a4a3e1i!i1l0o$s5s7t";

    if (typed == letter || is_letter(typed))
        return typed == letter;
    for (size_t i = 0; i + 1 < sizeof pairs; i += 2)
        if (pairs[i] == typed && pairs[i + 1] == letter)
            return true;
    return false;
}

static size_t run_along(struct str s, struct str path, size_t at, size_t step)
{
    size_t n = 0;

    while (n < s.n && at < path.n && path.p[at] == s.p[n]) {
        n++;
        at += step;
    }
    return n;
}

static size_t longest_run(struct str s)
{
    size_t longest = 0;

    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        struct str path = str_of(paths[i]);

        for (size_t at = 0; at < path.n; at++) {
            size_t up = run_along(s, path, at, 1), down = run_along(s, path, at, SIZE_MAX); /* one back, past 0 beyond the end */
            size_t n = up > down ? up : down;

            if (n > longest)
                longest = n;
        }
    }
    return longest;
}

static size_t longest_repeat(struct str s)
{
    size_t n = 1;

    while (n < s.n && s.p[n] == s.p[0])
        n++;
    return n;
}

static size_t longest_number(struct str s)
{
    size_t n = 0;

    while (n < s.n && is_digit(s.p[n]))
        n++;
    return n;
}

static void lower_to(unsigned *cost, unsigned candidate)
{
    if (candidate < *cost)
        *cost = candidate;
}

/* Bit n of starts[i] is set when a word of n bytes stands at i; the longest word has fewer than 32. */
static void find_words(struct str s, uint32_t starts[BYTES_MAX])
{
    size_t length;

    for (const char *word = words; *word; word += length + (word[length] == ' ')) {
        length = strcspn(word, " ");
        for (size_t from = 0; from + length <= s.n; from++) {
            size_t n = 0;

            while (n < length && stands_for(s.p[from + n], word[n]))
                n++;
            if (n == length)
                starts[from] |= UINT32_C(1) << n;
        }
    }
}

static void pieces_by_words(uint32_t starts, size_t from, unsigned *cost)
{
    for (size_t n = 1; starts >> n; n++)
        if (starts >> n & 1)
            lower_to(&cost[from + n], cost[from] + 1);
}

/* Any beginning of a run is a run, too, so that what follows may take over anywhere. */
static void pieces_by_runs(struct str s, size_t from, unsigned *cost)
{
    struct str rest = {s.p + from, s.n - from};
    size_t run = longest_run(rest), repeat = longest_repeat(rest), number = longest_number(rest);
    size_t longest = run > repeat ? run : repeat;

    for (size_t n = RUN_MIN; n <= longest; n++)
        lower_to(&cost[from + n], cost[from] + 1);
    for (size_t n = 1; n <= number; n++)
        lower_to(&cost[from + n], cost[from] + 1);
}

/* The fewest pieces; cost[i] is that of the first i bytes. */
static unsigned pieces(struct str s)
{
    unsigned cost[BYTES_MAX + 1] = {0};
    uint32_t starts[BYTES_MAX] = {0};
    size_t head = 0, tail = s.n;

    while (head < s.n && !is_letter(s.p[head]))
        head++;
    while (tail > head && !is_letter(s.p[tail - 1]))
        tail--;
    if (head == s.n)
        head = 0, tail = s.n; /* no letter: nothing is free */
    find_words(s, starts);
    for (size_t i = 0; i <= s.n; i++)
        cost[i] = i <= head ? 0 : (unsigned)s.n;
    for (size_t i = 0; i < s.n; i++) {
        lower_to(&cost[i + 1], cost[i] + !(i >= tail || is_separator(s.p[i])));
        pieces_by_words(starts[i], i, cost);
        pieces_by_runs(s, i, cost);
    }
    return cost[s.n];
}

static size_t period(struct str s)
{
    size_t n = 1;

    while (n < s.n && memcmp(s.p, s.p + n, s.n - n) != 0)
        n++;
    return n;
}

static size_t different(struct str s)
{
    bool seen[256] = {false};
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        n += !seen[(unsigned char)s.p[i]];
        seen[(unsigned char)s.p[i]] = true;
    }
    return n;
}

bool crypto_common_password(struct str password)
{
    char lower[BYTES_MAX];
    struct str s = {lower, password.n};

    if (password.n > BYTES_MAX)
        return false;
    for (size_t i = 0; i < password.n; i++) {
        char c = password.p[i];

        lower[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return period(s) <= REPEATED_BYTES_MAX || different(s) < DIFFERENT_MIN || pieces(s) <= PIECES_MAX;
}
