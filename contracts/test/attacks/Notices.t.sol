// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Payments } from "../../src/Payments.sol";
import { Fees } from "../../src/payments/Fees.sol";
import { Fixture } from "../Fixture.sol";

/// @dev A governor announces the highest fee for good: an operation stays ready for a week after its notice,
/// and a fee of a basis point less is another operation. Whenever it decides, the fee rises in the same
/// second.
contract NoticesTest is Fixture {
  uint64 private constant GOVERNOR = 3;
  uint32 private constant NOTICE = 3 days;
  uint256 private constant READY = 7 days;

  Payments private payments;
  address private governor = makeAddr("governor");

  function setUp() public override {
    super.setUp();
    payments = new Payments(cai, staking, 1 days);
    vm.startPrank(admin);
    assign(address(payments), Fees.setFees.selector, GOVERNOR);
    authority.grantRole(GOVERNOR, governor, NOTICE);
    vm.stopPrank();
  }

  function announced(uint256 week) private pure returns (bytes memory) {
    return abi.encodeCall(Fees.setFees, (3_000 - uint16(week % 2), 5_000));
  }

  function test_anAnnouncementCanBeKeptReadyForGood() public {
    vm.startPrank(governor);
    authority.schedule(address(payments), announced(0), 0);
    skip(NOTICE);
    for (uint256 week = 0; week < 52; week++) {
      // The next one is ready before this one has lapsed.
      skip(READY - NOTICE - 1);
      authority.schedule(address(payments), announced(week + 1), 0);
      skip(NOTICE);
      // In every second of the year, one of them can be carried out at once.
      uint256 state = vm.snapshotState();
      authority.execute(address(payments), announced(week));
      assertGe(payments.feeBps(), 2_999);
      vm.revertToState(state);
      authority.execute(address(payments), announced(week + 1));
      vm.revertToState(state);
    }
  }
}
