import { err, ok, todo, type Task } from "./generated/todo.js";

export default todo.process({
  init({ log, state }) {
    log.info(`ready with ${state.tasks.size} tasks`);
  },

  listTasks({ state }, filter) {
    return [...state.tasks.values()].filter((task) => filter === "All" || task.done === (filter === "Done"));
  },

  getTask({ state }, id) {
    const task = state.tasks.get(id);
    return task ? ok(task) : err({ tag: "NotFound", val: id });
  },

  createTask({ state, response, sockets }, { title }) {
    if (title.trim() === "") return err({ tag: "Invalid", val: "the title is only white space" });
    const task: Task = { id: state.nextId++, title, done: false };
    state.tasks.set(task.id, task);
    sockets.live.broadcast({ tag: "Added", val: task });
    if (response) response.status = 201;
    return ok(task);
  },

  removeTask({ state, sockets }, id) {
    if (!state.tasks.delete(id)) return err({ tag: "NotFound", val: id });
    sockets.live.broadcast({ tag: "Removed", val: id });
    return ok();
  },

  countTasks({ state }) {
    return BigInt(state.tasks.size);
  },

  live: {
    open({ log, sockets }) {
      log.debug(`${sockets.live.channels.size} look at the list`);
    },
  },
});
