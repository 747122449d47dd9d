package lasthop.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lasthop.answer.Answer;
import lasthop.answer.Why;
import lasthop.text.Origin;
import lasthop.text.Repair;
import lasthop.text.Report;
import lasthop.text.Unread;
import org.junit.jupiter.api.Test;

class CommandTest {
  private static final Usage USAGE = Usage.of("lasthop look LOG\n\n");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Status run(Command.Work work, String... args) {
    return Command.run(args, USAGE, work, out, err);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static Status answer(Arguments in, Output out) throws IOException {
    out.answer(Answer.of("the last hop is \"nat:PREROUTING\"", Why.plain("nothing follows")));
    return Status.NOT_FOUND;
  }

  @Test
  void whatToAskNextCanBeTyped() throws IOException {
    Path log = Files.createTempFile("kern log", "");
    run((_, out) -> {
      out.answer(Answer.of("lost", Why.NONE).withNext("trace('7').diagnose()"));
      return Status.ANSWERED;
    }, "7", log.toString());
    assertEquals("lost\n→ ./lasthop repl '" + log + "' -c 'trace('\\''7'\\'').diagnose()'\n", out());
    Files.delete(log);
  }

  @Test
  void answerIsTextByDefault() {
    assertEquals(Status.NOT_FOUND, run(CommandTest::answer));
    assertEquals("the last hop is \"nat:PREROUTING\"\n└ nothing follows\n", out());
  }

  @Test
  void jsonIsOneLine() {
    run(CommandTest::answer, "--json");
    assertEquals("{\"headline\":\"the last hop is \\\"nat:PREROUTING\\\"\",\"why\":{\"says\":\"nothing follows\"}}\n", out());
  }

  @Test
  void helpIsPrintedAndNothingDone() {
    assertEquals(Status.ANSWERED, run((in, o) -> Status.UNDETERMINED, "--help"));
    assertEquals(USAGE.text(), out());
  }

  @Test
  void missingFileIsOneSentence() {
    Command.Work work = (in, o) -> {
      Files.readString(Path.of("no/such.log"));
      return Status.ANSWERED;
    };
    assertEquals(Status.UNREADABLE, run(work));
    assertEquals("lasthop: no/such.log: there is no such file\n", err());
    assertEquals("", out());
  }

  @Test
  void controlCharactersOfInputNeverReachTheErrorStream() {
    Command.Work work = (in, o) -> {
      throw new NoSuchFileException("\033[2Jevil");
    };
    run(work);
    assertEquals("lasthop: \\x1b[2Jevil: there is no such file\n", err());
  }

  @Test
  void defectIsOneSentenceToo() {
    assertEquals(Status.UNREADABLE, run((in, o) -> Status.values()[9]));
    assertEquals(1, err().lines().count());
    assertTrue(err().startsWith("lasthop: internal error, please report it: "), err());
  }

  @Test
  void manyUnreadLinesAreCounted() {
    var unread = new ArrayList<Unread>();
    for (int line = 1; line <= 23; line++) unread.add(new Unread(new Origin("a.log", line), "x", "why"));
    run((in, o) -> {
      o.report(new Report(List.of(), unread));
      return Status.ANSWERED;
    });
    assertEquals(21, err().lines().count());
    assertEquals("lasthop: … and 3 more lines that could not be read; --repairs lists them", err().lines().toList().getLast());
  }

  @Test
  void manyRepairsAreOneExampleAndTheirLines() {
    var repairs = new ArrayList<Repair>();
    for (int line : new int[] {7, 7, 9, 12}) repairs.add(new Repair(new Origin("a.log", line), "joined from 2 lines"));
    Command.Work work = (in, o) -> {
      o.report(new Report(repairs, List.of()));
      return Status.ANSWERED;
    };
    run(work);
    assertEquals("""
        lasthop: a.log:7: repaired: joined from 2 lines
        lasthop: … and 3 more repairs in lines 7, 9, 12; --repairs lists them
        """, err());
    err.reset();
    run(work, "--repairs");
    assertEquals(4, err().lines().count());
  }
}
