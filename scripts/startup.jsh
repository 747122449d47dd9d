// The imports of the shell, for a plain JShell beside the built jars: jshell --class-path ... scripts/startup.jsh
import static lasthop.Lasthop.*;
import java.util.*;
import java.util.stream.*;
import java.nio.file.*;
