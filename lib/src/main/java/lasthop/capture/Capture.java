package lasthop.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import lasthop.packet.Packet;
import lasthop.text.Origin;
import lasthop.text.Report;
import lasthop.text.Unread;

/// What a packet capture on all devices of one host saw, in its order. Immutable.
///
/// A capture sees incoming frames before every hook and outgoing ones after every hook and after the neighbour was
/// resolved, so it proves arrival and departure whatever the rules logged.
public record Capture(List<Sighting> sightings, Report report) {
  public Capture {
    sightings = List.copyOf(sightings);
  }

  /// Reads summaries of the form `seconds device in|out PROTO src.port > dst.port words…`, and lines of
  /// `tcpdump -nn -i any`, with or without `-v`. Lines that are neither are reported.
  public static Capture parse(String text, String name) {
    var sightings = new ArrayList<Sighting>();
    var unread = new ArrayList<Unread>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (line.isBlank()) continue;
      var origin = new Origin(name, number);
      SummaryLine.parse(line, origin).or(() -> TcpdumpLine.parse(line, origin))
          .ifPresentOrElse(sightings::add, () -> unread.add(new Unread(origin, line, "neither a summary nor a tcpdump line")));
    }
    return new Capture(sightings, new Report(List.of(), unread));
  }

  /// The sightings of packets that the predicate takes, in order.
  public List<Sighting> of(Predicate<Packet> wanted) {
    return sightings.stream().filter(s -> s.packet().filter(wanted).isPresent()).toList();
  }

  /// ARP requests that the host sent for an address, in order.
  public List<Sighting> asked(String address) {
    return sightings.stream().filter(s -> s.out() && s.arp().filter(a -> a.request() && a.target().equals(address)).isPresent()).toList();
  }

  /// ARP replies for an address that came in, in order.
  public List<Sighting> answered(String address) {
    return sightings.stream().filter(s -> !s.out() && s.arp().filter(a -> !a.request() && a.target().equals(address)).isPresent()).toList();
  }
}
