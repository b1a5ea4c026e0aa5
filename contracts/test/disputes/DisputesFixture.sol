// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import { RLP } from "@openzeppelin/contracts/utils/RLP.sol";
import { Disputes } from "../../src/Disputes.sol";
import { Lottery } from "../../src/Lottery.sol";
import { Assignment, Messages } from "../../src/disputes/Messages.sol";
import { Role } from "../../src/staking/Node.sol";
import { Penalties } from "../../src/staking/Penalties.sol";
import { Fixture } from "../Fixture.sol";

/// @dev A coordinator, five miners ranked by the lottery of one task, and the evidence their keys can sign.
abstract contract DisputesFixture is Fixture {
  using RLP for RLP.Encoder;

  uint64 internal constant DISPUTES_ROLE = 1;
  uint16 internal constant REPORTER_BPS = 1_000;
  uint16 internal constant EQUIVOCATION_BPS = 500;
  uint16 internal constant WRONG_ASSIGNMENT_BPS = 100;
  uint64 internal constant WINDOW = 2 days;
  uint256 internal constant ROSTER_BLOCK = 77;
  bytes32 internal constant TASK = keccak256("task");

  Disputes internal disputes;
  address internal treasury = makeAddr("treasury");
  address internal reporter = makeAddr("reporter");
  address internal coordinator;
  uint256 internal coordinatorKey;
  uint256 internal coordinatorNode;
  /// @dev In the lottery's order.
  address[5] internal ranking;
  bytes internal header;
  uint256 internal drawnAt;

  function setUp() public virtual override {
    super.setUp();
    disputes = new Disputes(staking, treasury, REPORTER_BPS, EQUIVOCATION_BPS, WRONG_ASSIGNMENT_BPS, WINDOW);
    bytes4[] memory selectors = new bytes4[](2);
    (selectors[0], selectors[1]) = (Penalties.slash.selector, Penalties.jail.selector);
    vm.startPrank(admin);
    authority.setTargetFunctionRole(address(staking), selectors, DISPUTES_ROLE);
    authority.grantRole(DISPUTES_ROLE, address(disputes), 0);
    vm.stopPrank();

    coordinatorNode = registerNode(carol, "coordinator", Role.Coordinator, 0, COORDINATOR_MINIMUM);
    (coordinator, coordinatorKey) = makeAddrAndKey("coordinator");
    for (uint256 i = 0; i < 5; i++) {
      string memory name = string.concat("miner", vm.toString(i));
      registerNode(alice, name, Role.Miner, 0, MINER_MINIMUM * (i + 1));
      ranking[i] = makeAddr(name);
    }
    skip(1 hours);
    drawnAt = block.timestamp;
    header = headerOf(ROSTER_BLOCK, drawnAt);
    rank();
    skip(1 minutes);
  }

  function headerOf(uint256 number, uint256 timestamp) internal pure returns (bytes memory) {
    RLP.Encoder memory fields = RLP.encoder();
    for (uint256 i = 0; i < 15; i++) {
      if (i == 8) fields = fields.push(number);
      else if (i == 11) fields = fields.push(timestamp);
      else fields = fields.push(keccak256(abi.encode(i)));
    }
    return fields.encode();
  }

  function weightOf(address operator) internal view returns (uint128) {
    return uint128(staking.weightOf(staking.nodeIdOf(operator)));
  }

  function seed() internal view returns (bytes32) {
    return keccak256(abi.encodePacked(keccak256(header), TASK));
  }

  function rank() internal {
    for (uint256 i = 0; i < 5; i++) {
      for (uint256 j = i + 1; j < 5; j++) {
        (address a, address b) = (ranking[i], ranking[j]);
        (uint256 nodeA, uint256 nodeB) = (staking.nodeIdOf(a), staking.nodeIdOf(b));
        if (Lottery.beats(seed(), nodeB, weightOf(b), nodeA, weightOf(a))) (ranking[i], ranking[j]) = (b, a);
      }
    }
  }

  /// @dev The first `count` of the ranking, packed.
  function passedOver(uint256 count) internal view returns (bytes memory passed) {
    for (uint256 i = 0; i < count; i++) {
      passed = abi.encodePacked(passed, ranking[i]);
    }
  }

  function assign(address miner, bytes memory passed) internal view returns (Assignment memory) {
    return Assignment({
      taskId: TASK,
      coordinator: coordinator,
      miner: miner,
      attempt: 0,
      rosterBlock: uint64(ROSTER_BLOCK),
      beacon: keccak256(header),
      passed: keccak256(passed),
      unitPrice: 1e18,
      expiry: uint64(drawnAt + 600)
    });
  }

  function signProtocol(uint256 key, bytes32 structHash) internal view returns (bytes memory) {
    return
      sign(key, MessageHashUtils.toTypedDataHash(domain("Cuckoo Protocol", address(staking)), structHash));
  }

  function signResult(uint256 key, bytes32 assignment, bytes32 result) internal view returns (bytes memory) {
    return signProtocol(key, Messages.hashResult(assignment, result));
  }

  function report(Assignment memory assignment, bytes memory passed, address called) internal {
    bytes memory signature = signProtocol(coordinatorKey, Messages.hash(assignment));
    vm.prank(reporter);
    disputes.reportWrongAssignment(assignment, signature, passed, header, called);
  }

  function refuse(Assignment memory assignment, bytes memory passed, address called, bytes memory refusal)
    internal
  {
    bytes memory signature = signProtocol(coordinatorKey, Messages.hash(assignment));
    vm.prank(reporter);
    vm.expectRevert(refusal);
    disputes.reportWrongAssignment(assignment, signature, passed, header, called);
  }
}
