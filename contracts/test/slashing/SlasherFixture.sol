// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Slasher } from "../../src/Slasher.sol";
import { Holds } from "../../src/slashing/Holds.sol";
import { Penalties } from "../../src/staking/Penalties.sol";
import { Fixture } from "../Fixture.sol";

/// @dev The slasher in its place between the courts and the stake.
abstract contract SlasherFixture is Fixture {
  uint64 internal constant SLASHER_ROLE = 1;
  uint64 internal constant COURT_ROLE = 2;
  uint64 internal constant GUARDIAN_ROLE = 3;
  uint16 internal constant CAP_BPS = 3_000;
  uint64 internal constant HOLD = 2 days;

  Slasher internal slasher;
  address internal guardian = makeAddr("guardian");

  function setUp() public virtual override {
    super.setUp();
    deploySlasher();
  }

  function deploySlasher() internal {
    slasher = new Slasher(staking, address(authority), CAP_BPS, HOLD);
    vm.startPrank(admin);
    assign(address(staking), Penalties.slash.selector, SLASHER_ROLE);
    assign(address(staking), Penalties.jail.selector, SLASHER_ROLE);
    assign(address(staking), Penalties.restore.selector, SLASHER_ROLE);
    assign(address(slasher), Slasher.convict.selector, COURT_ROLE);
    assign(address(slasher), Slasher.fine.selector, COURT_ROLE);
    assign(address(slasher), Slasher.discard.selector, COURT_ROLE);
    assign(address(slasher), Holds.giveBack.selector, GUARDIAN_ROLE);
    authority.grantRole(SLASHER_ROLE, address(slasher), 0);
    authority.grantRole(GUARDIAN_ROLE, guardian, 0);
    vm.stopPrank();
  }

  /// @dev Makes `court` a court.
  function appoint(address court) internal {
    vm.prank(admin);
    authority.grantRole(COURT_ROLE, court, 0);
  }

  function held(uint256 nodeId) internal view returns (uint256 amount) {
    (amount,) = slasher.heldOf(nodeId);
  }

  /// @dev All that a slash of the node can reach.
  function within(uint256 nodeId) internal view returns (uint256) {
    return staking.node(nodeId).assets + staking.unbondingOf(nodeId);
  }
}
