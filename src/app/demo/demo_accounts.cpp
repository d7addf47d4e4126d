#include "app/demo/demo_accounts.h"

#include <array>

namespace roster::app::demo {

namespace {

using enum Language;
using Fate = Offer::Fate;
using Act = Deed::Kind;

constexpr Ago minutes(int n) { return Ago{n}; }
constexpr Ago hours(int n) { return std::chrono::hours{n}; }
constexpr Ago days(int n, int of_hours = 0) { return std::chrono::hours{24 * n + of_hours}; }

// People who are in more than one account: they show the account switcher.
constexpr Person elif{"elif@orbital.example", "Elif Yılmaz", en};
constexpr Person aiko{"aiko@freelance.example", "田中 愛子", en};

// A service run by a team: both places for administrators are taken, one of them by an invitation.
constexpr std::array<Member, 7> stage_members{{
    {{"hyejin@stage.example", "박혜진", ko}, "owner", "", days(290), minutes(12)},
    {{"minjun@stage.example", "김민준", ko}, "administrator", "", days(283), hours(2)},
    {{"soyeon@stage.example", "이소연", ko}, "operator", "", days(201), days(3, 5)},
    {{"jiho@stage.example", "최지호", ko}, "operator", "", days(160), days(24), "", "minjun@stage.example"},
    {{"taeyang@stage.example", "오태양", ko}, "operator", "", days(150), days(80)},
    {elif, "operator", "", days(120), days(45)},
    {{"haruto@stage.example", "佐藤 陽翔", en}, "야간 운영", "", days(96), hours(9), "", "minjun@stage.example"},
}};
constexpr std::array<Offer, 5> stage_offers{{
    {"yuna@stage.example", "administrator", "", minutes(42)},
    {"seoa@stage.example", "operator", "", days(3, 2), Fate::open, "", "다음 주 월요일부터 함께 일하게 되어 기쁩니다.",
     "minjun@stage.example"},
    {"dohyun@stage-mail.example", "operator", "", hours(5), Fate::undeliverable},
    {"jaewon@partner.example", "operator", "", days(9)},
    {"eunji@partner.example", "operator", "", days(47), Fate::cancelled},
}};
constexpr std::array<Deed, 3> stage_deeds{{
    {Act::remove, "minjun@stage.example", "taeyang@stage.example", days(78)},
    {Act::deactivate, "hyejin@stage.example", elif.email, days(41)},
    {Act::deactivate, "minjun@stage.example", "jiho@stage.example", days(20)},
}};
constexpr std::array<Role, 1> stage_roles{{{"야간 운영", "messages:send support:open account:read members:read"}}};
constexpr std::array<Contact, 2> stage_contacts{{
    {"정산 담당 한지민", "billing@stage.example", "+82 2 555 0142", "billing"},
    {"보안 관제", "soc@stage.example", "", "technical security"},
}};

// A customer account on a platform: all permissions, or those that were chosen.
constexpr std::array<Member, 9> platform_members{{
    {{"amara@northwind.example", "Amara Okafor", en}, "owner", "", days(330), minutes(4)},
    {{"tomas@northwind.example", "Tomáš Dvořák", en}, "all", "", days(320), minutes(35)},
    {{"dana@northwind.example", "דנה לוי", en}, "all", "", days(250), days(15)},
    {{"wei@northwind.example", "陈伟", en}, "chosen", "payments:read", days(212), days(1, 3)},
    {{"natt@northwind.example", "ณัฐวุฒิ ศรีสุข", en}, "Support desk", "", days(154), hours(7)},
    {{"grace@northwind.example", "Grace Hopkins", en}, "chosen", "support:open", days(118), days(6)},
    {aiko, "chosen", "members:read payments:read reports:read", days(90), hours(20), "", "tomas@northwind.example"},
    {{"soren@northwind.example", "Søren Kjær", en}, "chosen", "products:manage products:read", days(61), days(61)},
    {{"olena@northwind.example", "Олена Коваленко", en}, "chosen", "content:publish messages:send", days(33), hours(2)},
}};
constexpr std::array<Offer, 5> platform_offers{{
    {"lucy.chen@northwind.example", "chosen", "payments:read", minutes(7)},
    {"zanele@partner.example", "all", "", days(2, 4), Fate::open, "", "You will need this for the audit in March."},
    {"nobody@nowhere.example", "chosen", "reports:read", days(1), Fate::undeliverable, "", "", "tomas@northwind.example"},
    {"maria@supplier.example", "chosen", "products:read", days(12)},
    {"pavel@northwind.example", "chosen", "support:open", days(31), Fate::declined},
}};
constexpr std::array<Deed, 2> platform_deeds{{
    {Act::pick, "tomas@northwind.example", "wei@northwind.example", days(100), "payments:read reports:read"},
    {Act::deactivate, "amara@northwind.example", "dana@northwind.example", days(14)},
}};
constexpr std::array<Role, 1> platform_roles{{{"Support desk", "members:read reports:read support:open"}}};
constexpr std::array<Contact, 3> platform_contacts{{
    {"Accounts payable", "ap@northwind.example", "+44 20 7946 0018", "billing"},
    {"Ngozi Eze", "ngozi@northwind.example", "+234 1 555 0107", "technical security"},
    {"Release notes", "releases@northwind.example", "", "product"},
}};

// A profile whose founder has handed it over.
constexpr std::array<Member, 6> creator_members{{
    {{"kofi@zaiko.example", "Kofi Mensah", en}, "owner", "", days(250), days(2)},
    {{"ines@zaiko.example", "Inès Lacombe", fr}, "administrator", "", days(245), minutes(19)},
    {{"noor@zaiko.example", "نور الهاشمي", en}, "administrator", "", days(180), days(33)},
    {{"lucia@zaiko.example", "Lucía Fernández", en}, "administrator", "", days(130), hours(5), "", "ines@zaiko.example"},
    {aiko, "administrator", "", days(75), days(3), "", "ines@zaiko.example"},
    {{"mireille@zaiko.example", "Mireille N’Diaye", fr}, "Rédaction", "", days(50), hours(26), "", "ines@zaiko.example"},
}};
constexpr std::array<Offer, 4> creator_offers{{
    {"thierry@zaiko.example", "administrator", "", minutes(55), Fate::open, "", "", "ines@zaiko.example"},
    {"bea@zaiko.example", "administrator", "", days(19), Fate::open, "", "", "ines@zaiko.example"},
    {"presse@galerie.example", "Rédaction", "", hours(30), Fate::undeliverable, "", "", "ines@zaiko.example"},
    {"samir@zaiko.example", "administrator", "", days(45), Fate::open, "", "", "ines@zaiko.example"},
}};
constexpr std::array<Deed, 2> creator_deeds{{
    {Act::hand_over, "kofi@zaiko.example", "ines@zaiko.example", days(140)},
    {Act::deactivate, "ines@zaiko.example", "noor@zaiko.example", days(30)},
}};
constexpr std::array<Role, 1> creator_roles{{{"Rédaction", "content:publish messages:send reports:read"}}};
constexpr std::array<Contact, 2> creator_contacts{{
    {"Cabinet Morel", "compta@morel.example", "+33 1 70 18 00 42", "billing"},
    {"Inès Lacombe", "ines@zaiko.example", "+33 6 39 98 00 17", "security product"},
}};

// A customer portal with many users, who are limited to modules and sub-accounts.
constexpr std::array<Member, 5> portal_members{{
    {elif, "owner", "", days(340), minutes(6)},
    {{"jonas@orbital.example", "Jonas Lindqvist", en}, "admin", "", days(335), minutes(50)},
    {{"priya@orbital.example", "Priya Raghavan", en},
     "user",
     "messages:send reports:read",
     days(210),
     hours(3),
     "Mumbai, Singapore"},
    {{"mateo@orbital.example", "Mateo Silva", en}, "user", "products:read", days(170), days(22), "São Paulo"},
    {aiko, "user", "content:publish messages:send", days(140), days(8), "東京", "jonas@orbital.example"},
}};
constexpr std::array<Offer, 14> portal_offers{{
    {"noor@orbital.example", "user", "messages:send", minutes(3), Fate::open, "Lagos"},
    {"yejin.seo@orbital.example", "user", "messages:send reports:read", minutes(26), Fate::open, "서울", "",
     "jonas@orbital.example"},
    {"helpdesk@orbital.example", "Campaign desk", "", minutes(95)},
    {"ana@partner.example", "user", "products:read", hours(7), Fate::open, "São Paulo"},
    {"r.castellanos@orbital.example", "admin", "", hours(16), Fate::open, "", "", "jonas@orbital.example"},
    {"typo@orbitl.example", "user", "messages:send", hours(21), Fate::undeliverable, "Paris"},
    {"mai.tran@orbital.example", "user", "content:publish reports:read", days(1, 6), Fate::open, "Singapore, 東京"},
    {"abebe.tadesse@orbital.example", "user", "support:open", days(2), Fate::open, "Lagos"},
    {"finance@partner.example", "user", "reports:read", days(3, 9), Fate::open, "", "Read-only access for the quarterly review."},
    {"l.moreau@orbital.example", "user", "messages:send", days(4), Fate::open, "Paris", "", "jonas@orbital.example"},
    {"yusuf.kaya@orbital.example", "user", "messages:send products:read", days(6, 12), Fate::open, "İstanbul"},
    {"intern@orbital.example", "user", "support:open", days(8)},
    {"former.partner@agency.example", "user", "reports:read", days(16), Fate::open, "Paris"},
    {"wrong.person@orbital.example", "user", "messages:send", days(40), Fate::declined},
}};
constexpr std::array<Deed, 2> portal_deeds{{
    {Act::pick, "jonas@orbital.example", "aiko@freelance.example", days(60), "content:publish messages:send reports:read"},
    {Act::deactivate, "jonas@orbital.example", "mateo@orbital.example", days(21)},
}};
constexpr std::array<Role, 2> portal_roles{
    {{"Campaign desk", "content:publish messages:send reports:read"}, {"Night support", "messages:send support:open"}}};
constexpr std::array<Contact, 4> portal_contacts{{
    {"Accounts receivable", "invoices@orbital.example", "+90 212 555 0131", "billing"},
    {"Network operations", "noc@orbital.example", "+65 6555 0119", "technical"},
    {"Ricardo Castellanos", "r.castellanos@orbital.example", "", "security"},
    {"Product news", "all-product@orbital.example", "", "product"},
}};
constexpr std::array<std::string_view, 8> portal_sub_accounts{"İstanbul",  "Lagos",     "Mumbai", "Paris",
                                                              "Singapore", "São Paulo", "서울",   "東京"};

// One Master user above users whose permissions are switched singly.
constexpr std::array<Member, 8> master_members{{
    {{"camille@chambly.example", "Camille Tremblay", fr}, "owner", "", days(300), minutes(9)},
    {{"olivier@chambly.example", "Olivier Gagné", fr}, "user", "members:invite members:read payments:read", days(296), hours(1)},
    {{"sophie@chambly.example", "Sophie Bélanger", fr}, "user", "reports:read", days(240), days(2)},
    {{"marc@chambly.example", "Marc-André Roy", fr}, "user", "support:open", days(190), days(11)},
    {{"etienne@chambly.example", "Étienne Lavoie", fr}, "user", "products:read", days(165), days(38)},
    {elif, "user", "messages:send", days(88), days(5)},
    {aiko, "user", "reports:read", days(58), days(9)},
    {{"kateri@chambly.example", "Kateri Bellefleur", fr},
     "user",
     "payments:read",
     days(27),
     hours(4),
     "",
     "olivier@chambly.example"},
}};
constexpr std::array<Offer, 4> master_offers{{
    {"genevieve@chambly.example", "user", "payments:read", minutes(31)},
    {"archives@chambly.example", "user", "reports:read", days(5), Fate::open, "", "Pour la consultation des rapports annuels."},
    {"jf.cote@chambly.exemple.example", "user", "support:open", days(2), Fate::undeliverable},
    {"stagiaire@chambly.example", "user", "reports:read", days(10)},
}};
constexpr std::array<Deed, 2> master_deeds{{
    {Act::pick, "camille@chambly.example", "sophie@chambly.example", days(120), "payments:read reports:read"},
    {Act::deactivate, "camille@chambly.example", "etienne@chambly.example", days(35)},
}};
constexpr std::array<Role, 1> master_roles{{{"Guichet", "payments:read products:read support:open"}}};
constexpr std::array<Contact, 2> master_contacts{{
    {"Service des finances", "finances@chambly.example", "+1 450 555 0164", "billing"},
    {"Informatique", "informatique@chambly.example", "+1 450 555 0177", "technical security"},
}};

constexpr std::array<Account, 5> accounts{{
    {"무지개 스테이지",
     "stage",
     "essential",
     days(290),
     stage_members,
     stage_offers,
     stage_deeds,
     stage_roles,
     stage_contacts,
     {},
     ""},
    {"Northwind Cloud",
     "platform",
     "",
     days(330),
     platform_members,
     platform_offers,
     platform_deeds,
     platform_roles,
     platform_contacts,
     {},
     ""},
    {"Atelier Zaïko",
     "creator",
     "",
     days(250),
     creator_members,
     creator_offers,
     creator_deeds,
     creator_roles,
     creator_contacts,
     {},
     ""},
    {"Orbital Messaging", "portal", "", days(340), portal_members, portal_offers, portal_deeds, portal_roles, portal_contacts,
     portal_sub_accounts, "orbital.example"},
    {"Ville de Chambly",
     "master",
     "",
     days(300),
     master_members,
     master_offers,
     master_deeds,
     master_roles,
     master_contacts,
     {},
     ""},
}};

}  // namespace

std::span<const Account> demo_accounts() { return accounts; }

}  // namespace roster::app::demo
