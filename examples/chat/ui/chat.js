import { connect } from "./connection.js";

// Every file of a process is below `/<process id>/`, its WebSocket beside them.
const root = `/${location.pathname.split("/")[1]}`;
const element = (id) => document.getElementById(id);

/** The name of this node; undefined until it has said hello. */
let node;
/** Messages by the node at the other end, as this node keeps them. */
let conversations = new Map();
/** What this node has not confirmed yet, by id: said again when the connection is back. */
const unsent = new Map();
/** How many messages have come since a conversation was looked at. */
const unread = new Map();

const send = connect(`${root}/live`, { onEvent, onClosed });

function onEvent(event) {
  if (event.Hello) return onHello(event.Hello);
  if (event.Changed) return onChanged(event.Changed);
  if (event.Refused) return onRefused(event.Refused);
  if (event.Forgotten) {
    conversations.delete(event.Forgotten);
    return showAll();
  }
  // What the schema does not allow is answered in these words.
  notify(event.error?.message ?? "");
}

function onHello(hello) {
  node = hello.node;
  conversations = new Map(Object.entries(hello.conversations));
  for (const message of unsent.values()) {
    const isKept = conversations.get(message.to)?.some(({ from, id }) => from === node && id === message.id);
    if (isKept) unsent.delete(message.id);
    else send({ Send: message });
  }
  notify("");
  showAll();
}

function onChanged(message) {
  const isOwn = message.from === node;
  const peer = isOwn ? message.to : message.from;
  const messages = conversations.get(peer) ?? [];
  conversations.set(peer, messages);
  if (isOwn) unsent.delete(message.id);
  const index = messages.findIndex(({ from, id }) => from === message.from && id === message.id);
  if (index >= 0) messages[index] = message;
  else messages.push(message);
  const isSeen = peer === currentPeer() && document.visibilityState === "visible";
  if (index < 0 && !isOwn && !isSeen) unread.set(peer, (unread.get(peer) ?? 0) + 1);
  showConversations();
  if (peer === currentPeer()) showMessage(message);
}

function onRefused({ id, error }) {
  const message = unsent.get(id);
  unsent.delete(id);
  notify(error === "OwnNode" ? "This is your own node." : "Too much is waiting to be delivered. Try again later.");
  if (message?.to !== currentPeer()) return;
  showAll();
  // Nothing that was written is lost.
  if (element("text").value === "") element("text").value = message.text;
}

function onClosed() {
  notify(node === undefined ? "Connecting…" : `No connection to ${node}. Trying again…`);
}

/** The conversation that is looked at is the page's fragment: back and forward, and links, work as everywhere. */
function currentPeer() {
  return decodeURIComponent(location.hash.slice(1));
}

function showAll() {
  element("node").textContent = node ?? "";
  showConversations();
  showConversation();
}

function showConversations() {
  const items = [...conversations].sort(([, one], [, other]) => lastTime(other) - lastTime(one));
  element("conversations").replaceChildren(...items.map(([peer, messages]) => conversationItem(peer, messages.at(-1))));
  element("forget").hidden = !conversations.has(currentPeer());
  const count = [...unread.values()].reduce((sum, each) => sum + each, 0);
  document.title = `${count > 0 ? `(${count}) ` : ""}${currentPeer() || "Chat"}${node ? ` – ${node}` : ""}`;
}

function lastTime(messages) {
  return messages.at(-1)?.at ?? 0;
}

function conversationItem(peer, last) {
  const link = create("a", { href: `#${encodeURIComponent(peer)}` });
  if (peer === currentPeer()) link.setAttribute("aria-current", "page");
  const count = unread.get(peer) ?? 0;
  link.append(
    avatar(peer),
    create("strong", { textContent: peer }),
    create("span", { className: "last", textContent: last ? `${last.from === node ? "You: " : ""}${last.text}` : "" }),
  );
  if (count > 0) link.append(create("span", { className: "unread", textContent: count, ariaLabel: `${count} unread` }));
  const item = document.createElement("li");
  item.append(link);
  return item;
}

function showConversation() {
  const peer = currentPeer();
  const isOpen = peer !== "" && node !== undefined;
  document.body.classList.toggle("open", isOpen);
  element("conversation").hidden = !isOpen;
  element("welcome").hidden = isOpen;
  if (!isOpen) return;
  element("title").replaceChildren(avatar(peer), peer);
  element("messages").replaceChildren();
  for (const message of conversations.get(peer) ?? []) showMessage(message);
  for (const message of unsent.values()) if (message.to === peer) showMessage(pending(message));
}

/** A message as this node will keep it. */
function pending(message) {
  return { ...message, from: node, at: Date.now(), delivery: "Sending" };
}

/** Adds a message to the open conversation, or shows how far it has come. */
function showMessage(message) {
  const log = element("messages");
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const key = `${message.from} ${message.id}`;
  const known = [...log.children].find((item) => item.dataset.key === key);
  const item = known ?? messageItem(message);
  item.dataset.key = key;
  if (!known) log.append(item);
  if (message.from === node) showDelivery(item, message);
  if (isAtEnd || message.from === node) log.scrollTop = log.scrollHeight;
}

function messageItem({ from, text, at }) {
  const item = create("li", { className: from === node ? "own" : "" });
  const details = document.createElement("small");
  details.append(create("time", { dateTime: new Date(at).toISOString(), textContent: formatTime(new Date(at)) }));
  // `textContent` and never HTML: the text is somebody else's.
  item.append(create("p", { textContent: text }), details);
  return item;
}

function showDelivery(item, { to, delivery }) {
  item.dataset.delivery = delivery;
  const details = item.querySelector("small");
  const shown = details.querySelector(".delivery") ?? create("span", { className: "delivery" });
  shown.textContent = describeDelivery(delivery, to);
  details.append(shown);
}

function describeDelivery(delivery, peer) {
  switch (delivery) {
    case "Sending":
      return "sending…";
    case "Sent":
      return "✓ sent";
    case "Delivered":
      return "✓✓ delivered";
    case "Offline":
      return `${peer} is offline, trying again`;
    default:
      return `${peer} does not take it`;
  }
}

function formatTime(date) {
  const isToday = date.toDateString() === new Date().toDateString();
  return date.toLocaleString([], isToday ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" });
}

/** The first letter on a colour that belongs to the name. */
function avatar(peer) {
  const hue = [...peer].reduce((sum, character) => (sum * 137 + character.codePointAt(0) * 53) % 360, 0);
  const picture = create("span", { className: "avatar", textContent: peer.slice(0, 1).toUpperCase(), ariaHidden: "true" });
  picture.style.setProperty("--hue", hue);
  return picture;
}

function create(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

function notify(text) {
  element("notice").textContent = text;
}

element("open").addEventListener("submit", (event) => {
  event.preventDefault();
  const peer = element("peer").value.trim();
  if (peer === node) return notify("This is your own node.");
  location.hash = encodeURIComponent(peer);
  event.currentTarget.reset();
  element("text").focus();
});

element("write").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = element("text").value.trim();
  if (text === "") return;
  const id = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const message = { id, to: currentPeer(), text };
  unsent.set(id, message);
  notify("");
  showMessage(pending(message));
  // Without a connection it is sent with the next hello.
  if (!send({ Send: message })) onClosed();
  event.currentTarget.reset();
});

// Where there are keys, Enter sends and Shift+Enter begins a new line.
element("text").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !matchMedia("(pointer: fine)").matches) return;
  event.preventDefault();
  element("write").requestSubmit();
});

element("forget").addEventListener("click", () => {
  const peer = currentPeer();
  if (!confirm(`Delete the conversation with ${peer} on this node?`)) return;
  if (send({ Forget: peer })) location.hash = "";
  else onClosed();
});

function look() {
  if (document.visibilityState === "visible") unread.delete(currentPeer());
  showAll();
}

addEventListener("hashchange", look);
document.addEventListener("visibilitychange", look);
