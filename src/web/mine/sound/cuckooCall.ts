import { CALL_NOTES, CALL_VOLUME, type Note, OVERTONE, SWELL_S } from '#web/mine/sound/callNotes.ts';

let context: AudioContext | undefined;
/** A call that the browser lets begin only later than this, in ms, is not made up for. */
const LATEST_MS = 1_000;

/** One pure tone that swells and fades. */
function play(audio: AudioContext, { pitch, at, length }: Note, volume: number): void {
  const start = audio.currentTime + at;
  const tone = new OscillatorNode(audio, { type: 'sine', frequency: pitch });
  const loudness = new GainNode(audio, { gain: 0 });
  loudness.gain.setValueAtTime(0, start);
  loudness.gain.linearRampToValueAtTime(volume, start + SWELL_S);
  loudness.gain.setTargetAtTime(0, start + length - SWELL_S, SWELL_S);
  tone.connect(loudness).connect(audio.destination);
  tone.start(start);
  // By then it has faded to a thousandth.
  tone.stop(start + length + 8 * SWELL_S);
}

/** The cuckoo calls, made of tones here. Silent while the browser allows no sound: before the first click. */
export function cuckooCall(): void {
  context ??= new AudioContext();
  const audio = context;
  const asked = performance.now();
  audio
    .resume()
    .then(() => {
      if (performance.now() - asked > LATEST_MS) return;
      for (const note of CALL_NOTES) {
        play(audio, note, CALL_VOLUME);
        play(audio, { ...note, pitch: note.pitch * OVERTONE.times }, CALL_VOLUME * OVERTONE.volume);
      }
    })
    .catch((error: unknown) => console.debug('the cuckoo’s call', error));
}
