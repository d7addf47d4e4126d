#pragma once
// What Roster itself permits, in every deployment. The product's permissions stand in modules.toml.
// The list only grows: tables and audit events keep the names.

#include <array>
#include <string_view>

namespace roster::policy {

struct OwnModule {
  std::string_view id;
  std::array<std::string_view, 3> title;  ///< en, fr, ko
};

struct OwnPermission {
  std::string_view name;
  std::array<std::string_view, 3> label;  ///< en, fr, ko
};

inline constexpr std::string_view ownership_transfer = "ownership:transfer";
inline constexpr std::string_view account_delete = "account:delete";

inline constexpr std::array own_modules{
    OwnModule{"account", {"Account", "Compte", "계정"}},
    OwnModule{"ownership", {"Ownership", "Propriété du compte", "소유권"}},
    OwnModule{"members", {"User Management", "Gestion des utilisateurs", "사용자 관리"}},
    OwnModule{"roles", {"Roles", "Rôles", "역할"}},
    OwnModule{"sub_accounts", {"Sub-accounts", "Sous-comptes", "하위 계정"}},
    OwnModule{"contacts", {"Contacts", "Contacts", "연락처"}},
    OwnModule{"events", {"Audit log", "Journal d’audit", "감사 로그"}},
    OwnModule{"sign_ins", {"Login logs", "Journal des connexions", "로그인 기록"}},
    OwnModule{"api_keys", {"API keys", "Clés d’API", "API 키"}},
    OwnModule{"webhooks", {"Webhooks", "Webhooks", "웹훅"}},
};

inline constexpr std::array own_permissions{
    OwnPermission{"account:read", {"See the account’s details", "Consulter les informations du compte", "계정 정보 보기"}},
    OwnPermission{"account:update", {"Update account information", "Modifier les informations du compte", "계정 정보 수정"}},
    OwnPermission{account_delete, {"Delete the account", "Supprimer le compte", "계정 삭제"}},
    OwnPermission{ownership_transfer, {"Transfer ownership", "Transférer la propriété du compte", "소유권 이전"}},
    OwnPermission{"members:read", {"See users", "Consulter les utilisateurs", "사용자 보기"}},
    OwnPermission{"members:invite", {"Invite users", "Inviter des utilisateurs", "사용자 초대"}},
    OwnPermission{
        "members:manage",
        {"Change permissions, deactivate and reactivate users",
         "Modifier les autorisations, désactiver et réactiver des utilisateurs", "사용자 권한 변경, 비활성화 및 재활성화"}},
    OwnPermission{"members:remove", {"Remove users", "Retirer des utilisateurs", "사용자 삭제"}},
    OwnPermission{"roles:manage", {"Define roles", "Définir des rôles", "역할 정의"}},
    OwnPermission{"sub_accounts:read", {"See sub-accounts", "Consulter les sous-comptes", "하위 계정 보기"}},
    OwnPermission{"sub_accounts:manage", {"Manage sub-accounts", "Gérer les sous-comptes", "하위 계정 관리"}},
    OwnPermission{"contacts:read", {"See contacts", "Consulter les contacts", "연락처 보기"}},
    OwnPermission{"contacts:manage", {"Manage contacts", "Gérer les contacts", "연락처 관리"}},
    OwnPermission{"events:read", {"Read the audit log", "Consulter le journal d’audit", "감사 로그 보기"}},
    OwnPermission{"sign_ins:read", {"Read the login logs", "Consulter le journal des connexions", "로그인 기록 보기"}},
    OwnPermission{"api_keys:manage", {"Manage API keys", "Gérer les clés d’API", "API 키 관리"}},
    OwnPermission{"webhooks:manage", {"Manage webhooks", "Gérer les webhooks", "웹훅 관리"}},
};

}  // namespace roster::policy
