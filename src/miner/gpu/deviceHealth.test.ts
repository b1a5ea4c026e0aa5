import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DeviceHealth } from '#miner/gpu/deviceHealth.ts';

class FakeError {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}
class FakeOutOfMemoryError extends FakeError {}

/** A device whose errors, loss and command completion the test controls. */
function fakeDevice() {
  const events = new EventTarget();
  let lose: (info: { message: string }) => void = () => undefined;
  const lost = new Promise<{ message: string }>((resolve) => (lose = resolve));
  const onSubmittedWorkDone = vi.fn(async () => undefined);
  const device = Object.assign(events, { lost, queue: { onSubmittedWorkDone } }) as unknown as GPUDevice;
  const complain = (error: FakeError) => {
    const event = Object.assign(new Event('uncapturederror', { cancelable: true }), { error });
    events.dispatchEvent(event);
    return event;
  };
  return { device, complain, lose, onSubmittedWorkDone };
}

beforeEach(() => vi.stubGlobal('GPUOutOfMemoryError', FakeOutOfMemoryError));
afterEach(() => vi.unstubAllGlobals());

it('settles as the work does while the device is healthy', async () => {
  const { device, onSubmittedWorkDone } = fakeDevice();
  const onFailed = vi.fn();
  const health = new DeviceHealth(device, onFailed);
  expect(await health.guard(async () => 7)).toBe(7);
  expect(onSubmittedWorkDone).toHaveBeenCalledOnce();
  await expect(health.guard(() => Promise.reject(new RangeError('no')))).rejects.toThrow(RangeError);
  expect(onFailed).not.toHaveBeenCalled();
});

it('rejects running and later work when memory runs out', async () => {
  const { device, complain } = fakeDevice();
  const onFailed = vi.fn();
  const health = new DeviceHealth(device, onFailed);
  const running = health.guard(() => new Promise(() => undefined));
  expect(complain(new FakeOutOfMemoryError('4 GiB asked for')).defaultPrevented).toBe(true);
  await expect(running).rejects.toMatchObject({
    code: 'OUT_OF_MEMORY',
    message: expect.stringContaining('4 GiB asked for'),
  });
  const later = vi.fn(async () => 7);
  await expect(health.guard(later)).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
  expect(later).not.toHaveBeenCalled();
  complain(new FakeError('another'));
  expect(onFailed).toHaveBeenCalledOnce();
});

it('rejects work whose commands the device refuses after it has resolved', async () => {
  const { device, complain, onSubmittedWorkDone } = fakeDevice();
  const health = new DeviceHealth(device, vi.fn());
  onSubmittedWorkDone.mockImplementationOnce(async () => {
    complain(new FakeError('invalid bind group'));
    return undefined;
  });
  await expect(health.guard(async () => 'wrong pixels')).rejects.toMatchObject({ code: 'DEVICE_FAULT' });
});

it('reports the device’s error instead of the runtime’s error that follows from it', async () => {
  const { device, complain } = fakeDevice();
  const health = new DeviceHealth(device, vi.fn());
  const work = health.guard(async () => {
    complain(new FakeError('invalid buffer'));
    throw new Error('The model gave NaN.');
  });
  await expect(work).rejects.toMatchObject({ code: 'DEVICE_FAULT' });
});

it('reports a device lost while idle', async () => {
  const { device, lose } = fakeDevice();
  const onFailed = vi.fn();
  const health = new DeviceHealth(device, onFailed);
  lose({ message: '' });
  await vi.waitFor(() => expect(onFailed).toHaveBeenCalledOnce());
  await expect(health.guard(async () => 7)).rejects.toMatchObject({ code: 'DEVICE_LOST' });
});
