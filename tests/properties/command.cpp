#include "properties/command.h"

#include <array>
#include <ostream>
#include <utility>

namespace roster::testing {

namespace {

constexpr int numbers = 1000;

constexpr std::array<std::pair<Act, int>, 22> weights{{{Act::invite, 11},
                                                       {Act::accept, 9},
                                                       {Act::patch, 8},
                                                       {Act::edit, 4},
                                                       {Act::resend, 4},
                                                       {Act::link, 3},
                                                       {Act::cancel, 3},
                                                       {Act::accept_dead, 2},
                                                       {Act::decline, 3},
                                                       {Act::deactivate, 3},
                                                       {Act::reactivate, 4},
                                                       {Act::remove, 3},
                                                       {Act::leave, 2},
                                                       {Act::transfer, 4},
                                                       {Act::plan, 2},
                                                       {Act::create_role, 5},
                                                       {Act::edit_role, 4},
                                                       {Act::delete_role, 3},
                                                       {Act::create_sub_account, 3},
                                                       {Act::delete_sub_account, 2},
                                                       {Act::wait, 3},
                                                       {Act::look, 2}}};

constexpr int sum_of_weights() {
  int sum = 0;
  for (const auto& [act, weight] : weights) sum += weight;
  return sum;
}

Act act_at(int place) {
  if (place == 0) return Act::nothing;
  for (const auto& [act, weight] : weights) {
    if (place <= weight) return act;
    place -= weight;
  }
  return Act::nothing;
}

}  // namespace

std::string_view name_of(Act act) {
  constexpr std::array<std::string_view, 23> names{"nothing",
                                                   "invite",
                                                   "edit",
                                                   "resend",
                                                   "link",
                                                   "cancel",
                                                   "accept",
                                                   "accept_dead",
                                                   "decline",
                                                   "patch",
                                                   "deactivate",
                                                   "reactivate",
                                                   "remove",
                                                   "leave",
                                                   "transfer",
                                                   "plan",
                                                   "create_role",
                                                   "edit_role",
                                                   "delete_role",
                                                   "create_sub_account",
                                                   "delete_sub_account",
                                                   "wait",
                                                   "look"};
  return names[static_cast<std::size_t>(act)];
}

rc::Gen<Command> any_command() {
  // At full size from the first sequence on: a small one would draw the first kinds and the first people only.
  const auto below = [](int end) { return rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, end)); };
  return rc::gen::build<Command>(rc::gen::set(&Command::act, rc::gen::map(below(sum_of_weights() + 1), act_at)),
                                 rc::gen::set(&Command::who, below(numbers)), rc::gen::set(&Command::whom, below(numbers)),
                                 rc::gen::set(&Command::role, below(numbers)),
                                 rc::gen::set(&Command::permissions, below(numbers)),
                                 rc::gen::set(&Command::scope, below(numbers)), rc::gen::set(&Command::rehearsal, below(4)));
}

rc::Gen<std::vector<Command>> command_sequence(std::size_t length) {
  return rc::gen::container<std::vector<Command>>(length, any_command());
}

std::ostream& operator<<(std::ostream& out, const Command& command) {
  return out << name_of(command.act) << "(" << command.who << "," << command.whom << "," << command.role << ","
             << command.permissions << "," << command.scope << "," << command.rehearsal << ")";
}

}  // namespace roster::testing
