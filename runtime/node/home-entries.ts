/** What a node keeps in its home, by the names of the files and folders. */
export const homeEntries = {
  state: "kernel",
  vfs: "vfs",
  kv: "kv",
  sqlite: "sqlite",
  cache: "cache",
  sessionKey: "session-key",
  netKey: "net-key",
  terminalLogs: ".terminal_logs",
} as const;
