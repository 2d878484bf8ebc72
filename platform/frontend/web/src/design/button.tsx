import type { ComponentProps, ReactNode } from 'react';
import { Icon, type IconName } from './icons';

type Look = 'primary' | 'quiet' | 'danger';

interface ButtonProps extends ComponentProps<'button'> {
  look?: Look;
  small?: boolean;
  wide?: boolean;
}

export function Button({ look = 'primary', small = false, wide = false, ...rest }: ButtonProps) {
  return <button type="button" {...rest} className={looksOf(look, small, wide)} />;
}

/** A button whose name is not written on it. */
export function IconButton({
  icon,
  name,
  ...rest
}: ComponentProps<'button'> & { icon: IconName; name: string }) {
  return (
    <button type="button" className="icon-button" aria-label={name} title={name} {...rest}>
      <Icon name={icon} />
    </button>
  );
}

/** What a form is sent with; says that it is being worked on without moving anything. */
export function SubmitButton({
  busy,
  children,
  ...rest
}: ButtonProps & { busy: boolean; children: ReactNode }) {
  return (
    <Button type="submit" aria-busy={busy || undefined} disabled={busy} {...rest}>
      {children}
    </Button>
  );
}

export function looksOf(look: Look, small = false, wide = false): string {
  return [
    'button',
    look === 'primary' ? '' : `button--${look}`,
    small ? 'button--small' : '',
    wide ? 'button--wide' : '',
  ]
    .filter(Boolean)
    .join(' ');
}
