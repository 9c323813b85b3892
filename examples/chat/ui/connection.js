/** The page's WebSocket: JSON both ways, opened again whenever it closes. */

const longestPauseMs = 5000;

/** `onClosed` is called once for each loss, `onEvent` with each message. Returns what sends; false when nothing is open. */
export function connect(path, { onEvent, onClosed }) {
  let socket;
  let pauseMs = 250;
  const open = () => {
    socket = new WebSocket(new URL(path, location.href.replace(/^http/, "ws")));
    socket.addEventListener("message", ({ data }) => {
      pauseMs = 250;
      onEvent(JSON.parse(data));
    });
    socket.addEventListener("close", () => {
      onClosed();
      setTimeout(open, pauseMs);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    });
  };
  open();
  return (command) => {
    if (socket.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(command));
    return true;
  };
}
