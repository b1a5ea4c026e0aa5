// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Vm } from "forge-std/Vm.sol";
import { GasTest } from "./Gas.t.sol";

/// @dev Splits an action's gas by the prices of EIP-2929 and EIP-2200, counted from the slots and logs it
/// touched. Runs apart from GasTest, because recording these would change what is measured.
contract GasSplitTest is GasTest {
  uint256 private constant COLD_SLOT = 2_100;
  uint256 private constant NEW_SLOT = 20_000;
  uint256 private constant CHANGED_SLOT = 2_900;
  uint256 private constant LOG = 375;
  uint256 private constant LOG_BYTE = 8;

  struct Slot {
    address account;
    bytes32 slot;
    bytes32 before;
    bytes32 later;
  }

  bool private recording;

  function begin() internal override {
    recording = true;
    vm.recordLogs();
    vm.startStateDiffRecording();
  }

  function measure(string memory name, uint256) internal override {
    measure(name);
  }

  function measure(string memory name) internal override {
    if (!recording) return;
    recording = false;
    (Slot[] memory slots, uint256 count) = touched(vm.stopAndReturnStateDiff());
    uint256 created = 0;
    uint256 changed = 0;
    for (uint256 i = 0; i < count; i++) {
      if (slots[i].before == slots[i].later) continue;
      if (slots[i].before == 0) created++;
      else changed++;
    }
    Vm.Log[] memory logs = vm.getRecordedLogs();
    uint256 logged = 0;
    for (uint256 i = 0; i < logs.length; i++) {
      logged += LOG * (1 + logs[i].topics.length) + LOG_BYTE * logs[i].data.length;
    }
    vm.snapshotValue("GasSplit", string.concat(name, " | slots read first"), count * COLD_SLOT);
    vm.snapshotValue("GasSplit", string.concat(name, " | slots made"), created * NEW_SLOT);
    vm.snapshotValue("GasSplit", string.concat(name, " | slots changed"), changed * CHANGED_SLOT);
    vm.snapshotValue("GasSplit", string.concat(name, " | events"), logged);
  }

  /// @dev Each slot once, with its values before the first and after the last access.
  function touched(Vm.AccountAccess[] memory accesses)
    private
    pure
    returns (Slot[] memory slots, uint256 count)
  {
    slots = new Slot[](256);
    for (uint256 i = 0; i < accesses.length; i++) {
      Vm.StorageAccess[] memory storages = accesses[i].storageAccesses;
      for (uint256 j = 0; j < storages.length; j++) {
        Vm.StorageAccess memory access = storages[j];
        uint256 place = 0;
        while (
          place < count && (slots[place].account != access.account || slots[place].slot != access.slot)
        ) {
          place++;
        }
        if (place == count) {
          slots[count++] = Slot(access.account, access.slot, access.previousValue, access.previousValue);
        }
        if (access.isWrite) slots[place].later = access.newValue;
      }
    }
  }
}
