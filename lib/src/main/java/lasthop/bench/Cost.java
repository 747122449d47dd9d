package lasthop.bench;

/// What one piece of work took.
///
/// @param wall seconds from start to end
/// @param cpu seconds of processor time, user and system, of all its threads
record Cost(double wall, double cpu) {
  /// The cost of each of many equal pieces.
  Cost per(long pieces) {
    return new Cost(wall / pieces, cpu / pieces);
  }
}
