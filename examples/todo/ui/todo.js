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
  remove.addEventListener("click", () => act(fetch(`${base}/${task.id}`, { method: "DELETE" })));
  item.append(title, remove);
  return item;
}

async function act(pending) {
  const response = await pending;
  const answer = await response.json();
  message.textContent = answer.error?.message ?? (answer.Err ? JSON.stringify(answer.Err) : "");
  await refresh();
}

document.getElementById("new-task").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  const body = JSON.stringify({ title: form.elements.title.value });
  form.reset();
  void act(fetch(base, { method: "POST", headers: { "content-type": "application/json" }, body }));
});

// Changes that others make are shown at once; after a restart of the process the socket is opened again.
function listen() {
  const socket = new WebSocket(new URL(`${root}/live`, location.href.replace(/^http/, "ws")));
  socket.addEventListener("open", () => void refresh());
  socket.addEventListener("message", () => void refresh());
  socket.addEventListener("close", () => setTimeout(listen, 1000));
}

void refresh();
listen();
