// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import { Operators } from "../../src/Operators.sol";
import { Staking } from "../../src/Staking.sol";
import { Role } from "../../src/staking/Node.sol";
import { Fixture } from "../Fixture.sol";

/// @dev Replays a consent where or when it was not meant to be used. Replays of vouchers are in
/// Payments.t.sol.
contract SignatureAttacksTest is Fixture {
  uint256 private constant BOND = MINER_MINIMUM;
  address private operator;
  uint256 private key;
  bytes private consent;

  function setUp() public override {
    super.setUp();
    (operator, key) = makeAddrAndKey("fresh operator");
    giveAndStake(alice, 10 * COORDINATOR_MINIMUM);
    consent = signConsent(key, alice, Role.Miner, operator, block.timestamp);
  }

  function refuse(Staking where, Role role, uint256 bond) private {
    vm.prank(alice);
    vm.expectRevert(abi.encodeWithSelector(Operators.InvalidConsent.selector, operator));
    where.register(role, operator, 0, bond, "", block.timestamp, consent);
  }

  function test_aConsentReplayedOnAnotherChain() public {
    // A literal, because the optimizer may read `block.chainid` again after it was changed.
    uint256 forgesChain = 31_337;
    vm.chainId(forgesChain + 1);
    refuse(staking, Role.Miner, BOND);
    vm.chainId(forgesChain);
    vm.prank(alice);
    staking.register(Role.Miner, operator, 0, BOND, "", block.timestamp, consent);
  }

  function test_aConsentReplayedToAnotherContract() public {
    Staking other = new Staking(cai, address(authority), MINER_MINIMUM, COORDINATOR_MINIMUM, COOL_DOWN);
    give(alice, BOND);
    vm.startPrank(alice);
    cai.approve(address(other), BOND);
    other.stake(BOND);
    vm.stopPrank();
    refuse(other, Role.Miner, BOND);
  }

  function test_aConsentReplayedForAnotherRole() public {
    refuse(staking, Role.Coordinator, COORDINATOR_MINIMUM);
  }

  /// @dev A replaced key cannot be brought back with its earlier consent.
  function test_aConsentReplayed() public {
    vm.startPrank(alice);
    uint256 id = staking.register(Role.Miner, operator, 0, BOND, "", block.timestamp, consent);
    vm.stopPrank();
    (address next, uint256 nextKey) = makeAddrAndKey("next operator");
    bytes memory nextConsent = signConsent(nextKey, alice, Role.Miner, next, block.timestamp);
    vm.startPrank(alice);
    staking.rotateOperator(id, next, block.timestamp, nextConsent);
    vm.expectRevert(abi.encodeWithSelector(Operators.OperatorTaken.selector, operator, id));
    staking.rotateOperator(id, operator, block.timestamp, consent);
    vm.stopPrank();
    refuseTaken(id);
  }

  function refuseTaken(uint256 id) private {
    vm.prank(alice);
    vm.expectRevert(abi.encodeWithSelector(Operators.OperatorTaken.selector, operator, id));
    staking.register(Role.Miner, operator, 0, BOND, "", block.timestamp, consent);
  }

  function test_aPermitReplayed() public {
    (address owner, uint256 ownerKey) = makeAddrAndKey("permit owner");
    give(owner, 10e18);
    vm.prank(owner);
    cai.approve(address(staking), 0);
    (uint8 v, bytes32 r, bytes32 s) = signPermit(ownerKey, address(staking), 4e18, block.timestamp);
    vm.startPrank(owner);
    staking.stakeWithPermit(4e18, block.timestamp, v, r, s);
    bytes4 used = IERC20Errors.ERC20InsufficientAllowance.selector;
    vm.expectRevert(abi.encodeWithSelector(used, address(staking), 0, 4e18));
    staking.stakeWithPermit(4e18, block.timestamp, v, r, s);
    vm.stopPrank();
    assertEq(staking.idleOf(owner), 4e18);
  }

  /// @dev The other, malleated form of a valid signature is refused.
  function test_aMalleatedConsent() public {
    (uint8 v, bytes32 r, bytes32 s) = split(consent);
    uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
    consent = abi.encodePacked(r, bytes32(order - uint256(s)), v == 27 ? uint8(28) : uint8(27));
    refuse(staking, Role.Miner, BOND);
  }

  function split(bytes memory signature) private pure returns (uint8 v, bytes32 r, bytes32 s) {
    assembly {
      r := mload(add(signature, 32))
      s := mload(add(signature, 64))
      v := byte(0, mload(add(signature, 96)))
    }
  }
}
