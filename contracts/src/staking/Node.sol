// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Pool } from "./Shares.sol";

/// @notice What a node does in the network.
enum Role {
  None,
  Miner,
  Coordinator
}

/// @notice A node as the views return it.
/// @param id Counts from 1; 0 is the idle pool.
/// @param owner The wallet that registered it: holds the self-bond and is paid.
/// @param operator The key that signs for it.
/// @param commissionBps The owner's part of its voters' rewards, in basis points.
/// @param active Has weight: enough self-bond, neither jailed nor retired.
/// @param jailedUntil When it may leave jail, a Unix time; 0 when it is not in jail.
/// @param workingUntil Until when it has paid to earn double, a Unix time. It does so until somebody calls `lapse`
/// after that, or pays a fee that buys less than a day; 0 when it earns like idle stake.
/// @param weight Its assets while active, else 0.
/// @param assets Self-bond and votes together.
/// @param infoHash keccak256 of the public information, which is in the event of block `infoBlock`.
struct Node {
  uint256 id;
  address owner;
  address operator;
  Role role;
  uint16 commissionBps;
  bool active;
  bool retired;
  uint64 jailedUntil;
  uint64 workingUntil;
  uint256 weight;
  uint256 assets;
  uint256 selfBond;
  bytes32 infoHash;
  uint64 infoBlock;
}

/// @notice A node as stored: the first slot is what every action reads.
/// @param working Earns double: its weight counts twice in the emission.
/// @param paidUntil Up to when fees have paid for its work, a Unix time. From 2106 on, no time can be paid for.
/// @param rewardPerWeight The emission's accumulator when the pool was last paid its part.
/// @param ownerDue What the commission has earned and the owner has not claimed yet, in wei.
/// @param rewardPerShare What one share of the pool has earned since the start, net of commission, modulo 2^256.
/// @param announcedBps An announced higher commission that can be applied from `announcedFor` on; both are 0
/// without one.
/// @param offeredTo Who may become its owner, or has.
/// @param ownedSince When the owner took it over, a Unix time; 0 if it registered it.
struct NodeRecord {
  address owner;
  uint16 commissionBps;
  Role role;
  bool active;
  bool retired;
  uint48 jailedUntil;
  bool working;
  bytes32 infoHash;
  Pool pool;
  Pool unbonding;
  uint128 rewardPerWeight;
  uint96 ownerDue;
  uint32 paidUntil;
  uint256 rewardPerShare;
  uint16 announcedBps;
  uint48 announcedFor;
  uint48 infoBlock;
  address offeredTo;
  uint48 ownedSince;
}
