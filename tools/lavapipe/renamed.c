/*
 * Mesa's lavapipe under SwiftShader's name. The only software adapter that Chromium accepts is one with
 * SwiftShader's vendor and device ids, loaded from libvk_swiftshader.so. SwiftShader has no 16-bit shaders;
 * lavapipe has.
 * LAVAPIPE is the path of the real driver, given at compile time.
 */
#include <dlfcn.h>
#include <stdint.h>
#include <string.h>

enum { GOOGLE = 0x1AE0, SWIFTSHADER = 0xC0DE };

typedef void (*Function)(void);
typedef Function (*Lookup)(void *instance, const char *name);

/*
 * Offsets of vendorID and deviceID in VkPhysicalDeviceProperties, in 32-bit words, and of the properties in
 * VkPhysicalDeviceProperties2, in bytes.
 */
enum { VENDOR_ID = 2, DEVICE_ID = 3, PROPERTIES = 16 };

static void (*real_properties)(void *device, uint32_t *properties);
static void (*real_properties2)(void *device, char *properties2);

static Function driver(const char *name) {
  static void *library;
  if (!library) library = dlopen(LAVAPIPE, RTLD_NOW | RTLD_LOCAL);
  return library ? (Function)dlsym(library, name) : 0;
}

static void rename_device(uint32_t *properties) {
  properties[VENDOR_ID] = GOOGLE;
  properties[DEVICE_ID] = SWIFTSHADER;
}

static void properties(void *device, uint32_t *out) {
  real_properties(device, out);
  rename_device(out);
}

static void properties2(void *device, char *out) {
  real_properties2(device, out);
  rename_device((uint32_t *)(out + PROPERTIES));
}

Function vk_icdGetInstanceProcAddr(void *instance, const char *name) {
  Lookup lookup = (Lookup)driver("vk_icdGetInstanceProcAddr");
  Function found = lookup ? lookup(instance, name) : 0;
  if (!found) return 0;
  if (!strcmp(name, "vkGetPhysicalDeviceProperties")) {
    real_properties = (void (*)(void *, uint32_t *))found;
    return (Function)properties;
  }
  if (!strcmp(name, "vkGetPhysicalDeviceProperties2") || !strcmp(name, "vkGetPhysicalDeviceProperties2KHR")) {
    real_properties2 = (void (*)(void *, char *))found;
    return (Function)properties2;
  }
  return found;
}

Function vkGetInstanceProcAddr(void *instance, const char *name) { return vk_icdGetInstanceProcAddr(instance, name); }

int32_t vk_icdNegotiateLoaderICDInterfaceVersion(uint32_t *version) {
  int32_t (*negotiate)(uint32_t *) = (int32_t(*)(uint32_t *))driver("vk_icdNegotiateLoaderICDInterfaceVersion");
  return negotiate ? negotiate(version) : -1;
}

Function vk_icdGetPhysicalDeviceProcAddr(void *instance, const char *name) {
  Lookup lookup = (Lookup)driver("vk_icdGetPhysicalDeviceProcAddr");
  return lookup ? lookup(instance, name) : 0;
}
