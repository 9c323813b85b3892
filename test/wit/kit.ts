/** An interface as kit 3.2 writes it for a process in Rust, and the same as its versions before 3.2 wrote it. */

export const kitInterface = `interface kiosk {
use standard.{address};

    // Inferred alias for serde_json::Value
    type value = string;

    record order {
        id: u64,
        lines: list<line>,
        %package: option<%package>,
        state: order-state,
        extra: value,
        prices: list<tuple<string, u64>>,
        route: list<tuple<point, f64>>,
        photo: list<u8>
    }

    variant fault {
        sold-out,
        too-much(u32),
        %resource(string)
    }

    record line {
        label: string,
        count: u32
    }

    enum order-state {
        open,
        sent
    }

    enum %package {
        %list,
        box
    }

    record point {
        x: f32,
        y: f32
    }

    // Function signature for: add-line (local)
    // args: (order-id: u64, line: line)
    // json fmt: {"AddLine": [order_id, line]}
    record add-line-signature-local {
        target: address,
        arg-types: tuple<u64, line>,
        returning: result<order, fault>
    }

    // Function signature for: add-line (remote)
    // args: (order-id: u64, line: line)
    // json fmt: {"AddLine": [order_id, line]}
    record add-line-signature-remote {
        target: address,
        arg-types: tuple<u64, line>,
        returning: result<order, fault>
    }

    // Function signature for: cancel (http)
    // HTTP: POST /api/cancel
    // args: (%from: string, why: option<string>)
    record cancel-signature-http {
        target: string,
        arg-types: tuple<string, option<string>>,
        returning: result<_, string>
    }

    // Function signature for: owner (local)
    // args: none
    // json fmt: {"Owner": null}
    record owner-signature-local {
        target: address,
        returning: address
    }

    // Function signature for: orders (http)
    // HTTP: GET /api/orders
    // args: none
    record orders-signature-http {
        target: string,
        returning: list<order>
    }

    // Function signature for: ping (remote)
    // args: (what: tuple<u8, s64, char>)
    // json fmt: {"Ping": what}
    record ping-signature-remote {
        target: address,
        arg-types: tuple<tuple<u8, s64, char>>,
        returning: result
    }
}
`;

export const kitWorld = `world kiosk-alice-dot-os-v0 {
    import kiosk;
    include process-v1;
}
`;

export const importedSchema = `package kiosk:alice.os@0.1.0

/// Inferred alias for serde_json::Value
type Value = json

record Order {
  id: u64
  lines: list<Line>
  package: option<Package>
  state: OrderState
  extra: Value
  prices: map<string, u64>
  route: list<tuple<Point, f64>>
  photo: bytes
}

variant Fault {
  SoldOut
  TooMuch(u32)
  Resource(string)
}

record Line {
  label: string
  count: u32
}

enum OrderState {
  Open
  Sent
}

enum Package {
  List
  Box
}

record Point {
  x: f32
  y: f32
}

process Kiosk {
  endpoint http "/api"

  local, remote            addLine(orderId: u64, line: Line) -> result<Order, Fault>
  http POST "/api/cancel"  cancel(from: string, why: option<string>) -> result<unit, string>
  local                    owner() -> Address
  http GET "/api/orders"   orders() -> list<Order>
  remote                   ping(what: tuple<u8, s64, char>) -> result<unit, unit>
}
`;

/** One field for each parameter, and no comments but the first. */
export const olderInterface = `interface kiosk {
    // This interface contains function signature definitions that will be used
    // by the hyper-bindgen macro to generate async function bindings.

    use standard.{address};

    record line {
        label: string,
        count: u32
    }

    // Function signature for: add-line (local)
    record add-line-signature-local {
        target: address,
        order-id: u64,
        line: line,
        returning: result<u64, string>
    }

    // Function signature for: add-line (http)
    record add-line-signature-http {
        target: string,
        order-id: u64,
        line: line,
        returning: result<u64, string>
    }

    // Function signature for: count (remote)
    record count-signature-remote {
        target: address,
        returning: u64
    }
}
`;
