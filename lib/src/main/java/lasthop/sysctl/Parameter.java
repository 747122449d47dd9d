package lasthop.sysctl;

import java.util.List;

/// One kernel parameter of the [Encyclopedia]: what it decides and who reads it.
///
/// @param name dotted, as sysctl(8) prints it; `*` stands for `all`, `default` or a device
/// @param what what it decides, in one sentence
/// @param values the meaning of each value, one entry a value, the value first
/// @param combination how the values of `all` and of the device make the one in force
/// @param standard what the kernel starts with, before any distribution changes it
/// @param since the first kernel version that has it; empty for versions before 2.6.12
/// @param until the last kernel version that has it; empty if it is still there
/// @param reader kernel file and function that acts on it, separated by a blank
/// @param source the file that documents it, below the kernel's Documentation folder
/// @param symptoms words an operator would use for what it causes
/// @param note what surprises people; empty for nothing
public record Parameter(String name, String what, List<String> values, Combination combination, String standard,
    String since, String until, String reader, String source, String symptoms, String note) {
  private static final String FILE = "/etc/sysctl.d/90-lasthop.conf";

  public Parameter {
    values = List.copyOf(values);
  }

  /// The last word, `rp_filter` of `net.ipv4.conf.*.rp_filter`; with the one before it if it is a number (`nf_log.2`).
  public String shortName() {
    int dot = name.lastIndexOf('.');
    if (Character.isDigit(name.charAt(dot + 1))) dot = name.lastIndexOf('.', dot - 1);
    return name.substring(dot + 1);
  }

  /// Whether there is one value for each device.
  public boolean isPerDevice() {
    return name.indexOf('*') >= 0;
  }

  /// The name for one device, `all` or `default`. A dot in a device's name is written as `/`, as sysctl(8) does.
  public String on(String device) {
    return name.replace("*", device.replace('.', '/'));
  }

  /// The command that sets it until the next boot.
  ///
  /// @param device ignored where there is only one value
  public String setNow(String device, String value) {
    return "sysctl -w " + quoted(on(device) + "=" + value);
  }

  /// The command that sets it for every later boot; it does not set it now.
  public String setForGood(String device, String value) {
    return "echo " + quoted(on(device) + " = " + value, true) + " >> " + FILE;
  }

  /// Whether a name means this parameter: its short name, its full name with `*` or with any device, in dots or
  /// slashes, with or without `net.`, or the end of one such as `conf.all.rp_filter`.
  public boolean isCalled(String text) {
    String asked = dotted(text);
    if (asked.indexOf('.') < 0) return shortName().equals(asked);
    String[] mine = name.split("\\.");
    String[] theirs = splitAround(asked, mine);
    if (theirs.length > mine.length) return false;
    for (int i = 1; i <= theirs.length; i++) {
      String word = mine[mine.length - i];
      if (!word.equals("*") && !word.equals(theirs[theirs.length - i])) return false;
    }
    return true;
  }

  /// A device's name may hold dots (`eth0.100`): the words left over belong to the `*`.
  private static String[] splitAround(String asked, String[] mine) {
    String[] words = asked.split("\\.");
    if (words.length <= mine.length || !mine[mine.length - 2].equals("*")) return words;
    int extra = words.length - mine.length;
    var out = new java.util.ArrayList<String>(List.of(words).subList(0, mine.length - 2));
    out.add(String.join(".", List.of(words).subList(mine.length - 2, mine.length - 1 + extra)));
    out.add(words[words.length - 1]);
    return out.toArray(String[]::new);
  }

  /// As sysctl(8) reads names: whichever of `.` and `/` comes first separates; the other is part of a word.
  private static String dotted(String text) {
    int dot = text.indexOf('.');
    int slash = text.indexOf('/');
    return slash >= 0 && (dot < 0 || slash < dot) ? text.replace('/', '.') : text;
  }

  private static String quoted(String word) {
    return quoted(word, false);
  }

  private static String quoted(String word, boolean always) {
    boolean plain = word.chars().allMatch(c -> Character.isLetterOrDigit(c) || "._-=/:,".indexOf(c) >= 0);
    return plain && !always ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  @Override public String toString() {
    return name;
  }
}
