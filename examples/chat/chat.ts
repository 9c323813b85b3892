import type { Result } from "hproc/contract";
import type { Context } from "hproc/guest";
import { chat, err, ok } from "./generated/chat.js";
import type { ChatCalls, ChatError, ChatSockets, ChatState, Message, NewMessage } from "./generated/chat.js";

type ChatContext = Context<ChatState, ChatCalls, ChatSockets>;

const maxConversations = 32;
const maxMessages = 200;
/** Fewer than are kept: what is not delivered yet is never dropped. */
const maxUndelivered = 50;

/** Conversations that `deliver` is busy with, so that messages of one arrive in their order. */
const busy = new WeakSet<Message[]>();

export default chat.process({
  history({ state }, peer) {
    return state.conversations.get(peer) ?? [];
  },

  send,

  receive({ our, source, state, sockets }, id, text) {
    // Who sends is what the network says, not what a message says.
    const from = source.node;
    if (from === our.node) return err({ tag: "OwnNode" });
    const conversation = openConversation(state, from);
    if (!conversation) return err({ tag: "Full", val: maxConversations });
    // It is here already when the sender has not heard our last answer.
    if (find(conversation, from, id)) return ok();
    const message: Message = { id, from, to: our.node, text, at: Date.now(), delivery: "Delivered" };
    keep(conversation, message);
    sockets.live.broadcast({ tag: "Changed", val: message });
    return ok();
  },

  deliver,

  async deliverAgain(context) {
    await Promise.all([...context.state.conversations.keys()].map((peer) => deliver(context, peer)));
  },

  live: {
    open({ channel, our, state }) {
      channel.send({ tag: "Hello", val: { node: our.node, conversations: state.conversations } });
    },
    message(context, command) {
      if (command.tag === "Send") {
        const { id } = command.val;
        const sent = send(context, command.val);
        if (sent.tag === "err") context.channel.send({ tag: "Refused", val: { id, error: sent.val } });
      } else {
        context.state.conversations.delete(command.val);
        context.sockets.live.broadcast({ tag: "Forgotten", val: command.val });
      }
    },
  },
});

/** Keeps the message and has it delivered. It is stored before anybody is told that it is sent. */
function send({ call, our, state, sockets }: ChatContext, { id, to, text }: NewMessage): Result<Message, ChatError> {
  const from = our.node;
  if (to === from) return err({ tag: "OwnNode" });
  const conversation = openConversation(state, to);
  if (!conversation) return err({ tag: "Full", val: maxConversations });
  const known = find(conversation, from, id);
  // A page sends again what it has heard nothing of.
  if (known) return ok(known);
  if (conversation.filter(isUndelivered).length >= maxUndelivered) return err({ tag: "Full", val: maxUndelivered });
  const message: Message = { id, from, to, text, at: Date.now(), delivery: "Sent" };
  keep(conversation, message);
  sockets.live.broadcast({ tag: "Changed", val: message });
  // Not awaited: this handler ends here, the other node may take its time.
  void call.chat.deliver(to);
  return ok(message);
}

/** One message after the other, until the other node is not reached. */
async function deliver({ call, state, sockets }: ChatContext, to: string): Promise<void> {
  const conversation = state.conversations.get(to);
  if (!conversation || busy.has(conversation)) return;
  busy.add(conversation);
  try {
    for (;;) {
      const message = conversation.find(isUndelivered);
      if (!message) return;
      const outcome = await call.chat.receive(message.id, message.text, { node: to, timeoutMs: 10_000 });
      // Somebody has forgotten the conversation meanwhile.
      if (state.conversations.get(to) !== conversation) return;
      const isReached = outcome.tag !== "offline" && outcome.tag !== "timeout";
      const isTaken = outcome.tag === "ok" && outcome.val.tag === "ok";
      const changed = isReached ? [message] : conversation.filter(({ delivery }) => delivery === "Sent");
      for (const each of changed) {
        each.delivery = isTaken ? "Delivered" : isReached ? "Refused" : "Offline";
        sockets.live.broadcast({ tag: "Changed", val: each });
      }
      if (!isReached) return;
    }
  } finally {
    busy.delete(conversation);
  }
}

/** Begins one if there is none; undefined when as many as are kept are there. */
function openConversation({ conversations }: ChatState, peer: string): Message[] | undefined {
  const known = conversations.get(peer);
  if (known || conversations.size >= maxConversations) return known;
  const created: Message[] = [];
  conversations.set(peer, created);
  return created;
}

function find(conversation: readonly Message[], from: string, id: string): Message | undefined {
  return conversation.find((message) => message.from === from && message.id === id);
}

function keep(conversation: Message[], message: Message): void {
  conversation.push(message);
  if (conversation.length <= maxMessages) return;
  conversation.splice(
    conversation.findIndex((each) => !isUndelivered(each)),
    1,
  );
}

function isUndelivered({ delivery }: Message): boolean {
  return delivery === "Sent" || delivery === "Offline";
}
