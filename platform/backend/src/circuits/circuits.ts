import { frame, type Frame } from '../contract/frame';
import type { Circuit, CircuitState } from './circuit';

/** The circuits of this instance, as those who are connected to it are told of them. */
export class Circuits {
  constructor(private readonly all: readonly Circuit[]) {}

  onChange(tell: (event: () => Frame) => void): void {
    for (const circuit of this.all) circuit.onChange((state) => tell(() => eventOf(circuit.service, state)));
  }

  /** What somebody has to be told who comes while not all is well. */
  troubles(): Frame[] {
    const troubled = this.all.filter(({ state }) => state !== 'closed');
    return troubled.map(({ service, state }) => eventOf(service, state));
  }

  stop(): void {
    for (const circuit of this.all) circuit.stop();
  }
}

function eventOf(service: string, circuit: CircuitState): Frame {
  if (circuit === 'closed') return frame('service_recovered', { service, circuit });
  return frame('service_degraded', { service, circuit });
}
