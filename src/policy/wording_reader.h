#pragma once
// The tables [texts] and [arrangement] of a policy file: closed lists of keys, each of which a policy gives.

#include "policy/table_reader.h"

namespace roster::policy {

std::map<std::string, LocalText> read_texts(TableReader& top, FaultList& faults);
std::map<std::string, std::string> read_arrangement(TableReader& top, FaultList& faults);

}  // namespace roster::policy
