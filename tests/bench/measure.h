#pragma once
// What the benches have in common: how a figure is told, and what the kernel says of a process.

#include <string_view>
#include <vector>

namespace roster::testing {

/// A figure with its goal.
void report(std::string_view what, double value, std::string_view unit, std::string_view goal, bool reached);
/// A figure that has none.
void tell(std::string_view what, double value, std::string_view unit);
/// The upper one of an even number; of at least one.
double median(std::vector<double> values);
/// User and system time of processes, all their threads together, in seconds.
double processor_seconds(const std::vector<int>& pids);
/// What a process has in memory, in MiB.
double resident_mib(int pid);

}  // namespace roster::testing
