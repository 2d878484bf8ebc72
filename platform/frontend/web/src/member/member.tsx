import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { after, health, keep, openChatSocket, session } from '../browser';
import type { Call } from '../calls/call';
import { Chat } from '../chat/chat';
import type { ServerFrame } from '../chat/frames';
import { currentPath, go } from '../router/location';
import { SignedOut, type Account } from '../session/session';
import { applyTheme } from '../theme';
import { Profile, type ProfileView } from './profile';

interface Member {
  account: Account;
  chat: Chat;
  profile: Profile;
}

const MemberContext = createContext<Member | undefined>(undefined);

/** Who is logged in, with their chat and profile. Only inside MemberArea. */
export function useMember(): Member {
  const member = useContext(MemberContext);
  if (!member) throw new Error('there is no member here');
  return member;
}

/** Opens what belongs to whoever is logged in, for as long as they are. Give it the account's id as its key. */
export function MemberArea({ account, children }: { account: Account; children: ReactNode }) {
  const [{ chat, profile }] = useState(openMember);
  useEffect(() => {
    chat.start();
    void profile.load();
    const stopWatching = profile.state.watch(() => {
      const state = profile.state.get();
      if (state.kind === 'ready') applyTheme(state.profile.settings.theme, keep);
    });
    const stopHealth = whenReachedAgain(() => chat.serviceIsBack());
    const stopNetwork = whenNetworkChanges(() => chat.networkChanged());
    return () => {
      chat.stop();
      stopWatching();
      stopHealth();
      stopNetwork();
    };
  }, [chat, profile]);
  return <MemberContext value={{ account, chat, profile }}>{children}</MemberContext>;
}

function openMember(): { chat: Chat; profile: Profile } {
  const call = <T,>(what: Call) => session.call<T>(what);
  const profile = new Profile({ call, after });
  const chat = new Chat({
    call,
    newId: () => crypto.randomUUID(),
    now: () => new Date(),
    onThread: (thread) => {
      if (currentPath().startsWith('/dashboard'))
        go(`/dashboard/${thread}`, { replace: currentPath() === '/dashboard', memory: { carryDraft: true } });
    },
    onFrame: (frame) => takeProfile(profile, frame),
    link: {
      open: openChatSocket,
      token: (rejected) => session.token(rejected),
      isFinal: (cause) => cause instanceof SignedOut,
      isOnline: () => navigator.onLine,
      after,
      random: () => Math.random(),
      onEnd: () => session.expire(),
    },
  });
  chat.status.watch(() => {
    if (chat.status.get() !== 'connected') health.askNow();
  });
  return { chat, profile };
}

function takeProfile(profile: Profile, frame: ServerFrame): void {
  if (frame.type !== 'profile_updated') return;
  const view = frame.payload as unknown as ProfileView;
  profile.take(view);
  const { name, email, email_verified, version } = view;
  session.learn({ name, email, email_verified, version });
}

/** A service that is busy or being started again is left to the chat's own pauses; here it was this side that was away. */
function whenReachedAgain(act: () => void): () => void {
  let before = health.missing.get();
  return health.missing.watch(() => {
    const wasAway = before === 'edge';
    before = health.missing.get();
    if (wasAway) act();
  });
}

function whenNetworkChanges(act: () => void): () => void {
  globalThis.addEventListener('online', act);
  globalThis.addEventListener('offline', act);
  return () => {
    globalThis.removeEventListener('online', act);
    globalThis.removeEventListener('offline', act);
  };
}
