/**
 * Payloads of everything the server sends, by type; `events.schema.json` says the same to other programs.
 * Times are RFC 3339 strings, durations milliseconds, `retry_after` and `expires_in` seconds.
 */
export interface ServerPayloads {
  connection_established: {
    connection_id: string;
    session_id: string;
    server_time: string;
    resume_token: string;
    /** The `seq` of the latest event of the person's stream; what follows is one more. */
    last_seq: number;
    limits: {
      max_connections: number;
      max_frame_bytes: number;
      max_content_characters: number;
      questions_per_window: number;
      /** Seconds. */
      question_window: number;
    };
  };
  pong: { server_time: string };
  /** `last_seq`: up to where this connection now has everything. */
  resumed: { last_seq: number; replayed: number };
  token_refreshed: { expires_in: number };
  message_accepted: { message_id: string; client_message_id: string; content: string };
  agent_started: { agent: AgentName; context: { thread_title: string; earlier_messages: number } };
  agent_thinking: { agent: AgentName; thought: string; step: number; steps: number };
  tool_executing: { agent: AgentName; tool: string; arguments: Record<string, unknown> };
  tool_completed: { agent: AgentName; tool: string; result: Record<string, unknown>; duration_ms: number };
  partial_result: { agent: AgentName; content: string; index: number; is_final: false };
  final_report: { content: string; agents: AgentName[]; tools: string[]; duration_ms: number };
  agent_completed: { agent: AgentName; message_id: string; duration_ms: number; tokens: number };
  agent_error: { code: AgentErrorCode; message: string; retryable: boolean; retry_after?: number };
  service_degraded: { service: string; circuit: 'open' | 'half_open' };
  service_recovered: { service: string; circuit: 'closed' };
  thread_created: { thread_id: string; title: string; created_at: string };
  thread_switched: { thread_id: string; title: string; history: HistoryEntry[] };
  thread_renamed: { thread_id: string; title: string };
  thread_deleted: { thread_id: string };
  profile_updated: ProfileView;
  /** Through a provider; to every tab of the person that is open. */
  sign_in_completed: { session_id: string; provider: string };
  session_ended: { session_id: string; reason: string };
  /** Most of the plan's messages are used. */
  quota_warning: { used: number; limit: number; resets_at: string };
  /** All of them are, or more where the plan became smaller. */
  quota_exceeded: { used: number; limit: number; resets_at: string; upgrade_url: string };
  /** There are messages again; `limit` is null where the plan has none. */
  quota_lifted: { used: number; limit: number | null; resets_at: string };
  token_expiring: { expires_in: number };
  error: { code: string; message: string; retry_after?: number; in_reply_to?: string };
}

export type AgentName = 'supervisor' | 'triage' | 'data' | 'report';

export type AgentErrorCode =
  | 'assistant_unavailable'
  | 'assistant_busy'
  | 'assistant_too_slow'
  | 'assistant_failed'
  | 'stopped'
  | 'internal_error';

/** A stored message, as `/api/threads/{id}/messages` and `thread_switched` show it. */
export interface HistoryEntry {
  id: string;
  thread_id: string;
  role: 'user' | 'assistant';
  content: string;
  client_message_id: string | null;
  run_id: string | null;
  created_at: string;
}

/** The read side of a person, as `/api/profile` and `profile_updated` show it. */
export interface ProfileView {
  user_id: string;
  email: string;
  name: string;
  picture: string | null;
  email_verified: boolean;
  plan: string;
  version: number;
  workspace: { id: string; name: string };
  settings: ProfileSettings;
}

export interface ProfileSettings {
  theme: 'system' | 'light' | 'dark';
  language: string;
  email_notifications: boolean;
}

export type ServerType = keyof ServerPayloads;

/** Payloads of what a client sends, after they were checked against the published schema. */
export interface ClientPayloads {
  chat_message: { content: string; client_message_id: string };
  retry: { message_id: string };
  stop: { run_id: string };
  create_thread: { title?: string };
  switch_thread: { thread_id: string };
  rename_thread: { thread_id: string; title: string };
  delete_thread: { thread_id: string };
  resume: { resume_token: string; last_seq: number };
  refresh_token: { access_token: string };
  ping: Record<string, never>;
}

export type ClientType = keyof ClientPayloads;
