// Every file of a process is below `/<process id>/`, with the API beside it.
const root = `/${location.pathname.split("/")[1]}`;
const base = `${root}/api/tasks`;
const list = document.getElementById("tasks");
const message = document.getElementById("message");

async function refresh() {
  const tasks = await (await fetch(base)).json();
  list.replaceChildren(...tasks.map(showTask));
}

function showTask(task) {
  const item = document.createElement("li");
  const title = document.createElement("span");
  title.textContent = task.title;
  const remove = document.createElement("button");
  remove.textContent = "Done";
  remove.setAttribute("aria-label", `Done: ${task.title}`);
  remove.addEventListener("click", () => act(fetch(`${base}/${task.id}`, { method: "DELETE" })));
  item.append(title, remove);
  return item;
}

/** True when the node has done it. */
async function act(pending) {
  try {
    const answer = await (await pending).json();
    message.textContent = answer.error?.message ?? (answer.Err ? describe(answer.Err) : "");
    await refresh();
  } catch {
    message.textContent = "The node does not answer.";
  }
  return message.textContent === "";
}

/** A `TodoError` of the schema in words. */
function describe(error) {
  if (error.Invalid) return `This is no task: ${error.Invalid}.`;
  return error.NotFound ? "This task is gone already." : "The node is offline.";
}

document.getElementById("new-task").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  const body = JSON.stringify({ title: form.elements.title.value });
  // What is refused stays there to be corrected.
  if (await act(fetch(base, { method: "POST", headers: { "content-type": "application/json" }, body }))) form.reset();
});

// Changes that others make are shown at once; after a restart of the process the socket is opened again.
function listen() {
  const socket = new WebSocket(new URL(`${root}/live`, location.href.replace(/^http/, "ws")));
  socket.addEventListener("open", () => void refresh());
  socket.addEventListener("message", () => void refresh());
  socket.addEventListener("close", () => setTimeout(listen, 1000));
}

listen();
